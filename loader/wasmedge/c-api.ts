// The functions of a stock libwasmedge, bound as facts/c-api.json describes them.
import { PluginError } from '../errors.js';
import { functionFacts } from './facts.js';
import type { Koffi, NativeFunction, NativeLibrary } from './koffi.js';

/** Those used here, without `WasmEdge_`. */
const REQUIRED = [
  'ASTModuleDelete',
  'CompilerCompileFromBytes',
  'CompilerCreate',
  'CompilerDelete',
  'ConfigureCreate',
  'ExecutorCreate',
  'ExecutorInvoke',
  'ExecutorInstantiate',
  'ExecutorRegisterImport',
  'FunctionInstanceCreate',
  'FunctionInstanceGetFunctionType',
  'FunctionTypeCreate',
  'FunctionTypeDelete',
  'FunctionTypeGetParameters',
  'FunctionTypeGetParametersLength',
  'FunctionTypeGetReturns',
  'FunctionTypeGetReturnsLength',
  'GlobalInstanceCreate',
  'GlobalInstanceGetGlobalType',
  'GlobalInstanceGetValue',
  'GlobalInstanceSetValue',
  'GlobalTypeCreate',
  'GlobalTypeDelete',
  'GlobalTypeGetMutability',
  'GlobalTypeGetValType',
  'LoaderCreate',
  'LoaderParseFromBuffer',
  'LoaderParseFromFile',
  'LogOff',
  'MemoryInstanceGetPageSize',
  'MemoryInstanceGetPointer',
  'MemoryInstanceGrowPage',
  'ModuleInstanceAddFunction',
  'ModuleInstanceAddGlobal',
  'ModuleInstanceCreate',
  'ModuleInstanceCreateWASI',
  'ModuleInstanceDelete',
  'ModuleInstanceFindFunction',
  'ModuleInstanceFindGlobal',
  'ModuleInstanceFindMemory',
  'ModuleInstanceFindTable',
  'ModuleInstanceGetModuleName',
  'ModuleInstanceListFunction',
  'ModuleInstanceListFunctionLength',
  'ModuleInstanceListGlobal',
  'ModuleInstanceListGlobalLength',
  'ModuleInstanceListMemory',
  'ModuleInstanceListMemoryLength',
  'ModuleInstanceListTable',
  'ModuleInstanceListTableLength',
  'ModuleInstanceWASIGetExitCode',
  'PluginCreateModule',
  'PluginFind',
  'PluginListModule',
  'PluginListModuleLength',
  'PluginListPlugins',
  'PluginListPluginsLength',
  'PluginLoadFromPath',
  'PluginLoadWithDefaultPaths',
  'ResultGetMessage',
  'StoreCreate',
  'StoreDelete',
  'TableInstanceGetData',
  'TableInstanceGetSize',
  'TableInstanceGetTableType',
  'TableInstanceGrow',
  'TableInstanceSetData',
  'TableTypeGetRefType',
  'ValidatorCreate',
  'ValidatorValidate',
  'ValueGenExternRef',
  'ValueGenFuncRef',
  'VMCreate',
  'VMDelete',
  'VMGetActiveModule',
  'VMInstantiate',
  'VMLoadWasmFromBytes',
  'VMValidate',
] as const;

/** From 0.17 on. */
const LATER = ['ConfigureSetRunMode', 'ExecutorRegisterImportWithAlias'] as const;

export type CApi = Readonly<
  Record<(typeof REQUIRED)[number], NativeFunction> &
    Partial<Record<(typeof LATER)[number], NativeFunction>>
>;

/** A version of the runtime, and of the plug-in API that it demands. */
export interface RuntimeVersion {
  readonly text: string;
  readonly minor: number;
  readonly pluginApi: number;
}

/** Structures that are passed by value. A WasmEdge_Value is four words, a type of values one. */
const STRUCTURES = {
  WasmEdge_String: { Length: 'uint32_t', Buf: 'void *' },
  WasmEdge_Bytes: { Length: 'uint32_t', Buf: 'void *' },
  WasmEdge_Value: { Low: 'uint64_t', High: 'uint64_t', Type: 'uint64_t', Padding: 'uint64_t' },
} as const;

const NUMBERS: Readonly<Record<string, string>> = {
  WasmEdge_Result: 'uint32_t',
  WasmEdge_ValType: 'uint64_t',
  WasmEdge_HostFunc_t: 'void *',
  _Bool: 'bool',
};

type Types = Readonly<Record<string, ReturnType<Koffi['struct']>>>;

/** koffi's type of a type of C, with or without the name of a parameter. */
function typeOf(text: string, structures: Types) {
  const plain = text.replaceAll(/\bconst\b/g, '').trim();
  if (/^char\s*\*\s*\w*$/.test(plain)) return 'str';
  if (/^char\s*\*\s*\*/.test(plain)) return 'str *'; // an array of texts
  if (plain.includes('*')) return 'void *';
  const [, isEnumeration, name = ''] = /^(enum )?\s*(\w+)/.exec(plain) ?? [];
  return isEnumeration ? 'int' : (structures[name] ?? NUMBERS[name] ?? name);
}

/** What the plug-in API of each minor version is: the keys are those that this package drives. */
const PLUGIN_API: Readonly<Record<number, number>> = { 14: 4, 15: 4, 16: 4, 17: 5 };

/** @throws PluginError LIBRARY_UNSUPPORTED for what is no WasmEdge, or none that is driven here */
export function readVersion(library: NativeLibrary, file: string): RuntimeVersion {
  const fail = (problem: string, cause?: unknown) =>
    new PluginError(
      'LIBRARY_UNSUPPORTED',
      `Cannot use engine "wasmedge": ${file} ${problem}, expected WasmEdge 0.14 to 0.17`,
      { cause, hint: 'Install one of these, and name it: { library: path }, or WASMEDGE_DIR' },
    );
  let text: string;
  try {
    text = library.func('WasmEdge_VersionGet', 'str', [])();
  } catch (cause) {
    throw fail('has no function WasmEdge_VersionGet', cause);
  }
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  const api = major === '0' ? PLUGIN_API[Number(minor)] : undefined;
  if (api === undefined) throw fail(`is version ${text}`);
  const pluginApi = minor === '14' && patch === '0' ? 3 : api;
  return { text, minor: Number(minor), pluginApi };
}

/** @throws PluginError LIBRARY_UNSUPPORTED when a function is missing */
export function bindApi(
  koffi: Koffi,
  library: NativeLibrary,
  file: string,
  version: RuntimeVersion,
): CApi {
  const structures: Types = Object.fromEntries(
    Object.entries(STRUCTURES).map(([name, fields]) => [name, koffi.struct({ ...fields })]),
  );
  const bind = (name: string) => {
    const known = functionFacts(`WasmEdge_${name}`);
    const { returns, params } = version.minor < 17 ? (known.upToApi4 ?? known) : known;
    const types = params.map((param) => typeOf(param, structures));
    return [name, library.func(known.name, typeOf(returns, structures), types)] as const;
  };
  try {
    const later = version.minor < 17 ? [] : LATER;
    return Object.fromEntries([...REQUIRED, ...later].map(bind)) as unknown as CApi;
  } catch (cause) {
    throw new PluginError(
      'LIBRARY_UNSUPPORTED',
      `Cannot use engine "wasmedge": ${file}, version ${version.text}: ${(cause as Error).message}`,
      { cause, hint: 'Install a WasmEdge with its whole C API' },
    );
  }
}
