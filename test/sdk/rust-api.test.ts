// What the Rust SDK says of the C API, against the facts: the functions it looks up with their types, the order of fields
// in its layouts, the codes of its traps.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { projectPath } from '../../scripts/project/paths.js';

interface Function {
  name: string;
  since: string | null;
  returns: string;
  params: string[];
  compatSymbolVersion?: string;
}

interface Facts {
  functions: Function[];
  enums: Record<string, Record<string, number>>;
}

const read = (file: string) => readFileSync(projectPath(file), 'utf8');
const facts: Facts = JSON.parse(read('facts/c-api.json'));
const source = (file: string) => read(`sdk/rust/src/${file}`);

/** Names of types that are others in Rust. */
const TYPES: Readonly<Record<string, string>> = {
  void: 'c_void',
  _Bool: 'bool',
  uint8_t: 'u8',
  uint32_t: 'u32',
  uint64_t: 'u64',
  WasmEdge_String: 'RawString',
  WasmEdge_Result: 'RawResult',
  WasmEdge_Value: 'RawValue',
  WasmEdge_ValType: 'RawType',
  WasmEdge_HostFunc_t: 'HostFunction',
};

/** `const WasmEdge_StoreContext *` as `*const Store`. */
function rustType(c: string): string {
  const text = c.trim();
  if (text.endsWith('*')) {
    const inner = text.slice(0, -1);
    return `*${/^const\b/.test(inner) ? 'const' : 'mut'} ${rustType(inner)}`;
  }
  const name = text.replace(/^const /, '').trim();
  return TYPES[name] ?? name.replace(/^WasmEdge_(\w+?)(Context)?$/, '$1');
}

/** A parameter without its name. */
function paramType(c: string): string {
  return c.includes('(*') ? 'Option<Finalizer>' : rustType(c.replace(/\w+$/, ''));
}

const used = [...source('api.rs').matchAll(/^ {4}\w+ = "(\w+)":\s+fn\(([^;]*)\)(?: -> (.+))?;$/gm)];

describe('the functions that the Rust SDK looks up', () => {
  it('are in the facts, with these types', () => {
    assert.ok(used.length > 30);
    for (const [, name, params = '', returns = 'c_void'] of used) {
      const entry = facts.functions.find((each) => each.name === `WasmEdge_${name}`);
      assert.ok(entry, name);
      const given = params.split(',').map((type) => type.trim());
      assert.deepEqual([name, ...given], [name, ...entry.params.map(paramType)]);
      assert.equal(returns, rustType(entry.returns), name);
    }
  });

  it('are all in the oldest runtime, and none has an older form under the same name', () => {
    for (const [, name] of used) {
      const entry = facts.functions.find((each) => each.name === `WasmEdge_${name}`);
      assert.ok(['0.13.5', '0.14.0'].includes(entry?.since as string), name);
      assert.equal(entry?.compatSymbolVersion, undefined, name);
    }
  });
});

describe('the numbers of the Rust SDK', () => {
  it('of traps are those of WasmEdge', () => {
    const codes = [...source('trap.rs').matchAll(/pub const \w+: u32 = (0x\w+);/g)].map(
      ([, code]) => Number(code),
    );
    assert.ok(codes.length > 5);
    const known = new Set(Object.values(facts.enums.WasmEdge_ErrCode ?? {}));
    assert.deepEqual(
      codes.filter((code) => !known.has(code)),
      [],
    );
  });

  it('of option types are those of WasmEdge', () => {
    const { Toggle, String: text, ...numbers } = facts.enums.WasmEdge_ProgramOptionType ?? {};
    const name = (c: string) =>
      c.replace(/^UInt/, 'u').replace(/^Int/, 'i').replace('Float', 'f32').replace('Double', 'f64');
    const expected = Object.entries(numbers)
      .filter(([kind]) => kind !== 'None')
      .map(([kind, number]) => [name(kind), number]);
    const list = /option_types! \{ ([^}]*)\}/.exec(source('options.rs'))?.[1] ?? '';
    const actual = [...list.matchAll(/(\w+) = (\d+)/g)].map(([, kind, n]) => [kind, Number(n)]);
    assert.deepEqual(actual, expected);
    assert.match(
      source('options.rs'),
      new RegExp(`impl OptionValue for bool \\{\\s+const KIND: i32 = ${Toggle};`),
    );
    assert.match(
      source('options.rs'),
      new RegExp(`impl OptionValue for String \\{\\s+const KIND: i32 = ${text};`),
    );
  });
});
