// What the functions of the C API are called with: for each type of a parameter, what it is in most calls
// (the first), then null, other kinds and boundaries. Labels stand in the lines of the program, the
// C expressions are made of test/native/calls.h. Long, as every type of the API has its lines.

/** Label to C expression. */
export type Alternatives = Readonly<Record<string, string>>;

const object = (alternatives: Alternatives): Alternatives => ({ ...alternatives, null: 'NULL' });

const numbers = (...values: (number | bigint)[]): Alternatives =>
  Object.fromEntries(
    values.map((value) => [` ${value}`, value >= 2n ** 63n ? `${value}u` : `${value}`]),
  );

const MAX32 = 2n ** 32n - 1n;
const MAX64 = 2n ** 64n - 1n;

const VALUE_TYPES: Alternatives = {
  i32: 'WasmEdge_ValTypeGenI32()',
  i64: 'WasmEdge_ValTypeGenI64()',
  f32: 'WasmEdge_ValTypeGenF32()',
  f64: 'WasmEdge_ValTypeGenF64()',
  v128: 'WasmEdge_ValTypeGenV128()',
  funcref: 'WasmEdge_ValTypeGenFuncRef()',
  externref: 'WasmEdge_ValTypeGenExternRef()',
  '(ref func)': 'type_of(WasmEdge_TypeCode_Ref, WasmEdge_TypeCode_FuncRef)',
  '(ref extern)': 'type_of(WasmEdge_TypeCode_Ref, WasmEdge_TypeCode_ExternRef)',
  nullfuncref: 'type_of(WasmEdge_TypeCode_RefNull, WasmEdge_TypeCode_NullFuncRef)',
  nullexternref: 'type_of(WasmEdge_TypeCode_RefNull, WasmEdge_TypeCode_NullExternRef)',
  anyref: 'type_of(WasmEdge_TypeCode_RefNull, WasmEdge_TypeCode_AnyRef)',
  '(ref null 0)': 'type_of(WasmEdge_TypeCode_RefNull, WasmEdge_TypeCode_TypeIndex)',
  zeros: 'type_of(0, 0)',
  ones: 'type_of(255, 255)',
};

const REFERENCES: Alternatives = {
  externref: 'WasmEdge_ValueGenExternRef(&object)',
  'null externref': 'WasmEdge_ValueGenExternRef(NULL)',
  funcref: 'WasmEdge_ValueGenFuncRef(function(NULL))',
  'null funcref': 'WasmEdge_ValueGenFuncRef(NULL)',
};

const VALUES: Alternatives = {
  i32: 'WasmEdge_ValueGenI32(-5)',
  i64: 'WasmEdge_ValueGenI64(-6)',
  f32: 'WasmEdge_ValueGenF32(1.5f)',
  f64: 'WasmEdge_ValueGenF64(2.5)',
  v128: 'WasmEdge_ValueGenV128(-7)',
  'no number': 'WasmEdge_ValueGenI32(0)',
  ...REFERENCES,
  'null (ref extern)': `value_of(${VALUE_TYPES['(ref extern)']})`,
  'null nullfuncref': `value_of(${VALUE_TYPES.nullfuncref})`,
  zeros: 'value_of(type_of(0, 0))',
};

const globalTypes = Object.fromEntries(
  Object.entries(VALUE_TYPES).map(([label, type]) => [label, `global_type(${type})`]),
);

const LIMITS: Alternatives = object({
  '1..': 'WasmEdge_LimitCreate(1, false)',
  '0..': 'WasmEdge_LimitCreate(0, false)',
  '1..2': 'WasmEdge_LimitCreateWithMax(1, 2, false, false)',
  '1..2 shared': 'WasmEdge_LimitCreateWithMax(1, 2, false, true)',
  '1..2 of 64': 'WasmEdge_LimitCreateWithMax(1, 2, true, false)',
  '3..1': 'WasmEdge_LimitCreateWithMax(3, 1, false, false)',
  most: 'WasmEdge_LimitCreateWithMax(UINT64_MAX, UINT64_MAX, true, false)',
  'most of 32': 'WasmEdge_LimitCreate(UINT64_MAX, false)',
});

const MEMORY_TYPES: Alternatives = object({
  '1..': 'memory_type(1, false)',
  '0..': 'memory_type(0, false)',
  '1..2': 'memory_range(1, 2, false, false)',
  '1..2 shared': 'memory_range(1, 2, false, true)',
  '1..2 of 64': 'memory_range(1, 2, true, false)',
  '3..1': 'memory_range(3, 1, false, false)',
  '65536..': 'memory_type(65536, false)',
  '65537..': 'memory_type(65537, false)',
  'most..': 'memory_type(UINT64_MAX, false)',
  'most.. of 64': 'memory_type(UINT64_MAX, true)',
  '2^48.. of 64': 'memory_type(1ull << 48, true)',
  '1..most': 'memory_range(1, UINT64_MAX, false, false)',
});

const MEMORIES = Object.fromEntries(
  Object.entries(MEMORY_TYPES)
    .filter(([label]) => /^[013]|^null/.test(label))
    .map(([label, type]) => [label, label === 'null' ? type : `memory(${type})`]),
);

const FUNC = VALUE_TYPES.funcref;
const EXTERN = VALUE_TYPES.externref;

const TABLE_TYPES: Alternatives = object({
  'externref 1..': `table_type(${EXTERN}, 1, false)`,
  'funcref 1..': `table_type(${FUNC}, 1, false)`,
  'externref 0..': `table_type(${EXTERN}, 0, false)`,
  'externref 1..2': `table_range(${EXTERN}, 1, 2)`,
  'externref 3..1': `table_range(${EXTERN}, 3, 1)`,
  'externref 1.. of 64': `table_type(${EXTERN}, 1, true)`,
  'externref 1..most': `table_range(${EXTERN}, 1, UINT64_MAX)`,
  '(ref extern) 1..': `table_type(${VALUE_TYPES['(ref extern)']}, 1, false)`,
  '(ref func) 1..': `table_type(${VALUE_TYPES['(ref func)']}, 1, false)`,
  'nullfuncref 1..': `table_type(${VALUE_TYPES.nullfuncref}, 1, false)`,
  'anyref 1..': `table_type(${VALUE_TYPES.anyref}, 1, false)`,
  'externref 10000000..': `table_type(${EXTERN}, 10000000, false)`,
  'externref 10000001..': `table_type(${EXTERN}, 10000001, false)`,
  'externref most..': `table_type(${EXTERN}, UINT64_MAX, false)`,
  'externref 2^32..': `table_type(${EXTERN}, 1ull << 32, false)`,
});

const extern = REFERENCES.externref;
const TABLES: Alternatives = object({
  ...Object.fromEntries(
    Object.entries(TABLE_TYPES)
      .filter(([label]) => /ref [013]\.\./.test(label) && label !== 'anyref 1..')
      .map(([label, type]) => [label, `WasmEdge_TableInstanceCreate(${type})`]),
  ),
  'with init': `WasmEdge_TableInstanceCreateWithInit(table_type(${EXTERN}, 2, false), ${extern})`,
  '(ref extern)': `WasmEdge_TableInstanceCreateWithInit(table_type(${VALUE_TYPES['(ref extern)']}, 2, false), ${extern})`,
  anyref: `WasmEdge_TableInstanceCreateWithInit(table_type(${VALUE_TYPES.anyref}, 2, false), ${extern})`,
});

const FUNCTION_TYPES: Alternatives = object({
  'i32 to i32': 'numbers_type()',
  'nothing to nothing': 'function_type(0, types[0], 0, types[0])',
  'references to v128': `function_type(2, ${EXTERN}, 1, WasmEdge_ValTypeGenV128())`,
  '1001 to 1001': 'function_type(1001, types[0], 1001, types[0])',
  'zeros to ones': `function_type(1, ${VALUE_TYPES.zeros}, 1, ${VALUE_TYPES.ones})`,
});

const FUNCTIONS: Alternatives = object({
  'i32 to i32': 'function(NULL)',
  'with data': 'function(&object)',
  wrapped: 'wrapped()',
  failing: 'failing(0x01000042)',
  terminating: 'failing(1)',
  'of nothing': `function_of(function_type(0, types[0], 0, types[0]))`,
  'of 1001': `function_of(function_type(1001, types[0], 1001, types[0]))`,
  'of externref': `function_of(function_type(1, ${EXTERN}, 1, ${FUNC}))`,
  'of funcref': `function_of(function_type(1, ${FUNC}, 1, ${EXTERN}))`,
  'of (ref extern)': `function_of(function_type(1, ${VALUE_TYPES['(ref extern)']}, 0, types[0]))`,
  'of nullfuncref': `function_of(function_type(1, ${VALUE_TYPES.nullfuncref}, 0, types[0]))`,
  'of anyref': `function_of(function_type(1, ${VALUE_TYPES.anyref}, 0, types[0]))`,
});

const GLOBALS: Alternatives = object({
  ...Object.fromEntries(
    Object.entries({ ...VALUES })
      .filter(([label]) => label !== 'no number')
      .map(([label, value]) => [label, `global(${value})`]),
  ),
  '(ref extern)': `WasmEdge_GlobalInstanceCreate(global_type(${VALUE_TYPES['(ref extern)']}), ${extern})`,
  constant: `WasmEdge_GlobalInstanceCreate(WasmEdge_GlobalTypeCreate(${VALUE_TYPES.i32}, WasmEdge_Mutability_Const), ${VALUES.i32})`,
});

const MODULES: Alternatives = object({
  env: 'module("env")',
  empty: 'WasmEdge_ModuleInstanceCreate(text(""))',
  wasi: 'wasi()',
});

const STRINGS: Alternatives = {
  env: 'text("env")',
  function: 'text("function")',
  none: 'text("none")',
  empty: 'text("")',
  'with NUL': 'WasmEdge_StringWrap("e\\0v", 3)',
  null: 'WasmEdge_StringWrap(NULL, 0)',
  'null of 4': 'WasmEdge_StringWrap(NULL, 4)',
};

const TEXT_LIST = object({ list: 'texts' });

/** By type, without `const` and `enum`. */
export const BY_TYPE: Readonly<Record<string, Alternatives>> = {
  'WasmEdge_LimitContext *': LIMITS,
  'WasmEdge_MemoryTypeContext *': MEMORY_TYPES,
  'WasmEdge_TableTypeContext *': TABLE_TYPES,
  'WasmEdge_GlobalTypeContext *': object({
    ...globalTypes,
    constant: `WasmEdge_GlobalTypeCreate(${VALUE_TYPES.i32}, WasmEdge_Mutability_Const)`,
  }),
  'WasmEdge_FunctionTypeContext *': FUNCTION_TYPES,
  'WasmEdge_MemoryInstanceContext *': MEMORIES,
  'WasmEdge_TableInstanceContext *': TABLES,
  'WasmEdge_GlobalInstanceContext *': GLOBALS,
  'WasmEdge_FunctionInstanceContext *': FUNCTIONS,
  'WasmEdge_ModuleInstanceContext *': MODULES,
  'WasmEdge_StoreContext *': object({ 'of env': 'store("env")', empty: 'WasmEdge_StoreCreate()' }),
  'WasmEdge_ConfigureContext *': object({
    plain: 'WasmEdge_ConfigureCreate()',
    wasi: 'configure_wasi()',
  }),
  'WasmEdge_StatisticsContext *': object({ plain: 'WasmEdge_StatisticsCreate()' }),
  'WasmEdge_ExecutorContext *': object({ plain: 'WasmEdge_ExecutorCreate(NULL, NULL)' }),
  'WasmEdge_LoaderContext *': object({ plain: 'WasmEdge_LoaderCreate(NULL)' }),
  'WasmEdge_ValidatorContext *': object({ plain: 'WasmEdge_ValidatorCreate(NULL)' }),
  'WasmEdge_CompilerContext *': object({ plain: 'compiler()' }),
  'WasmEdge_VMContext *': object({
    'with env': 'machine()',
    plain: 'WasmEdge_VMCreate(NULL, NULL)',
    'with wasi': 'WasmEdge_VMCreate(configure_wasi(), NULL)',
  }),
  'WasmEdge_Async *': object({
    ended: 'async(function(NULL))',
    failing: 'async(failing(0x01000042))',
    mismatched: 'async(function_of(function_type(0, types[0], 0, types[0])))',
  }),
  'WasmEdge_CallingFrameContext *': object({ frame: 'frame' }),
  'WasmEdge_PluginContext *': object({ arith: 'WasmEdge_PluginFind(text("arith"))' }),
  // A program can have none of these where nothing parses modules.
  'WasmEdge_ASTModuleContext *': { null: 'NULL' },
  'WasmEdge_ImportTypeContext *': { null: 'NULL' },
  'WasmEdge_ExportTypeContext *': { null: 'NULL' },
  'WasmEdge_TagTypeContext *': { null: 'NULL' },
  'WasmEdge_TagInstanceContext *': { null: 'NULL' },

  WasmEdge_ValType: VALUE_TYPES,
  WasmEdge_Value: VALUES,
  WasmEdge_String: STRINGS,
  WasmEdge_Bytes: {
    guest: 'WasmEdge_BytesWrap(guest, sizeof(guest))',
    'half a guest': 'WasmEdge_BytesWrap(guest, sizeof(guest) / 2)',
    null: 'WasmEdge_BytesWrap(NULL, 0)',
    'null of 4': 'WasmEdge_BytesWrap(NULL, 4)',
  },
  WasmEdge_Result: Object.fromEntries(
    [0, 1, 2, 0x400, 0x7f, 0x00ffffff, 0x01000000, 0x01000001, 0xffffffff].map((code) => [
      ` ${code.toString(16)}`,
      `(WasmEdge_Result){${code}u}`,
    ]),
  ),

  'WasmEdge_String *': object({ list: 'names' }),
  'WasmEdge_Value *': object({ list: 'values' }),
  'WasmEdge_ValType *': object({ list: 'types' }),
  'WasmEdge_FunctionTypeContext **': object({ list: 'function_types' }),
  'WasmEdge_ImportTypeContext **': object({ list: 'imports' }),
  'WasmEdge_ExportTypeContext **': object({ list: 'exports' }),
  'WasmEdge_ASTModuleContext **': object({ place: '&parsed' }),
  'WasmEdge_ModuleInstanceContext **': object({ place: '&instantiated' }),
  'WasmEdge_Bytes *': object({ place: '&serialized' }),
  'uint64_t *': object({ list: 'numbers' }),
  'uint8_t *': object({ data: 'data' }),
  'char *': object({ data: '(char*)data' }),
  'char **': TEXT_LIST,
  'char *[]': object({ list: 'arguments' }),
  'void *': object({ object: '&object' }),

  WasmEdge_HostFunc_t: object({ host: 'host' }),
  WasmEdge_WrapFunc_t: object({ wrap: 'wrap' }),
  WasmEdge_LogCallback_t: object({ receive: 'receive' }),
  'void (*)(void *)': object({ accept: 'accept' }),

  _Bool: { false: 'false', true: 'true' },
  int: { ' 2': '2', ' 0': '0', ' 1': '1', ' -1': '-1' },
  int32_t: numbers(1, 0, -1, 2147483647, -2147483648),
  int64_t: { ' 1': '1', least: 'INT64_MIN', most: 'INT64_MAX' },
  uint32_t: numbers(0, 1, 4, MAX32),
  uint64_t: numbers(0, 1, 2, 4, 65535, 65536, 65537, MAX32, MAX32 + 1n, MAX64 - 1n, MAX64),
  float: { ' 1.5': '1.5f', ' -0': '-0.0f', nan: '__builtin_nanf("")', inf: '__builtin_inff()' },
  double: { ' 1.5': '1.5', ' -0': '-0.0', nan: '__builtin_nan("")', inf: '__builtin_inf()' },
  int128_t: { ' 1': '1', ' -1': '-1', least: '(int128_t)((uint128_t)1 << 127)' },
};

/** The values of an enumeration and two that it has not. */
export function ofEnumeration(values: Readonly<Record<string, number>>): Alternatives {
  const known = Object.values(values);
  return numbers(...known, Math.max(...known) + 1, 77777);
}

const LISTS = object({
  list: 'values',
  ...Object.fromEntries(
    Object.entries(VALUES).map(([label, value]) => [`of ${label}`, `list_of(${value})`]),
  ),
});
const without = (alternatives: Alternatives, ...labels: string[]): Alternatives =>
  Object.fromEntries(Object.entries(alternatives).filter(([label]) => !labels.includes(label)));
const PATHS = object({ nowhere: '"/nowhere/at/all"', empty: '""' });
const BYTES = object({ guest: 'guest' });
const BYTE_LENGTHS = { ' 33': 'sizeof(guest)', ' 0': '0', ' 4': '4' };
const DATA_LENGTHS = numbers(4, 0, 1, 65536, 65537, MAX64);

/** By name of the parameter, or of function and parameter, where the type does not say enough. */
export const BY_NAME: Readonly<Record<string, Alternatives>> = {
  Len: numbers(4, 0, 1, MAX32),
  ReturnLen: numbers(1, 0, 4),
  ParamLen: numbers(1, 0, 2),
  'ExecutorInvoke.Params': LISTS,
  'ExecutorAsyncInvoke.Params': LISTS,
  'VMExecuteRegistered.Params': LISTS,
  ArgLen: numbers(1, 0),
  EnvLen: numbers(1, 0),
  PreopenLen: numbers(0),
  CmdsLen: numbers(1, 0),
  PreloadsLen: numbers(0),
  BufLen: BYTE_LENGTHS,
  InBufferLen: BYTE_LENGTHS,
  InBuffer: BYTES,
  Buf: BYTES,
  Milliseconds: numbers(0, 1, MAX64),
  Path: PATHS,
  InPath: PATHS,
  OutPath: PATHS,
  Str: object({ name: '"name"', empty: '""' }),
  'MemoryInstanceGetData.Length': DATA_LENGTHS,
  'MemoryInstanceSetData.Length': DATA_LENGTHS,
  'StringCreateByBuffer.Buf': object({ name: '"name"' }),
  'StringWrap.Buf': object({ name: '"name"' }),
  'StringCopy.Buf': BY_TYPE['char *'] as Alternatives,
  'StringCopy.Len': numbers(4, 0, 1, 65536),
  'StringCreateByBuffer.Len': numbers(4, 0, 1),
  'StringWrap.Len': numbers(4, 0, 1),
  'BytesCreate.Len': numbers(4, 0, 1),
  'BytesWrap.Len': numbers(4, 0, 1),
  'LoaderSerializeASTModule.Buf': BY_TYPE['WasmEdge_Bytes *'] as Alternatives,
  'StatisticsSetCostTable.Len': numbers(4, 0),
  'ResultGen.Code': numbers(0, 1, 0xffffff, 0x1000000, MAX32),
  // A pointer is different in each run.
  'ValueGetV128.Val': without(VALUES, 'externref', 'funcref'),
  'ValueGetFuncRef.Val': without(VALUES, 'externref', 'v128'),
  // More grow into real memory.
  'MemoryInstanceGrowPage.Page': numbers(1, 0, 2, 65536, MAX32, MAX32 + 1n, MAX64),
  'TableInstanceGrow.Size': numbers(1, 0, 2, 65536, MAX32 * 64n, MAX64),
  // What is freed must have been made by the library.
  'StringDelete.Str': {
    made: 'WasmEdge_StringCreateByCString("name")',
    null: 'WasmEdge_StringWrap(NULL, 0)',
  },
  'BytesDelete.Bytes': {
    made: 'WasmEdge_BytesCreate(guest, 4)',
    null: 'WasmEdge_BytesWrap(NULL, 0)',
  },
};
