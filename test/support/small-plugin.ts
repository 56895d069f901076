// Small plug-ins in C, for tests of what commands do with plug-ins: sources, a plugin.json, and a folder of both.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const INCLUDE = '#include <wasmedge/wasmedge.h>\n';

/** The end of a source: a descriptor of this name. `modules` are the entries of its table, in C. */
export function descriptorSource(name: string, modules = ''): string {
  const table = `static WasmEdge_ModuleDescriptor modules[] = {${modules}};\n`;
  const fields = '.ModuleCount = sizeof modules / sizeof *modules, .ModuleDescriptions = modules,';
  return `${modules && table}static WasmEdge_PluginDescriptor descriptor = {
    .Name = ${JSON.stringify(name)}, .Description = "Small", .APIVersion = WasmEdge_Plugin_CurrentAPIVersion,
    .Version = {1, 0, 0, 0}, ${modules && fields}
};
WASMEDGE_CAPI_PLUGIN_EXPORT const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor(void) {
  return &descriptor;
}
`;
}

/** A plug-in in one file: module `one`, function `one`, which returns 1. */
export const oneSource = (name: string): string => `${INCLUDE}
static WasmEdge_Result one(void* data, const WasmEdge_CallingFrameContext* frame,
                           const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data, (void)frame, (void)params;
  returns[0] = WasmEdge_ValueGenI32(1);
  return WasmEdge_Result_Success;
}
static WasmEdge_ModuleInstanceContext* create(const WasmEdge_ModuleDescriptor* descriptor) {
  (void)descriptor;
  WasmEdge_ModuleInstanceContext* module =
      WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap("one", 3));
  const WasmEdge_ValType i32 = WasmEdge_ValTypeGenI32();
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(NULL, 0, &i32, 1);
  WasmEdge_ModuleInstanceAddFunction(module, WasmEdge_StringWrap("one", 3),
                                     WasmEdge_FunctionInstanceCreate(type, one, NULL, 0));
  WasmEdge_FunctionTypeDelete(type);
  return module;
}
${descriptorSource(name, '{"one", "One", create}')}`;

/** A plugin.json for C sources (`plugin.c` unless `changes` say otherwise) with module `one`, which is not tested. */
export function smallManifest(name: string, changes: object = {}): object {
  const given = { sources: ['plugin.c'], ...changes };
  return {
    name,
    version: '1.0.0',
    description: 'Small',
    language: 'c',
    modules: ['one'],
    tests: [{ name: 'none', module: 'one', call: 'none', traps: true }],
    ...('cmake' in changes ? changes : given),
  };
}

/** Writes a plug-in's folder: the files, by paths in it, and the manifest as plugin.json. */
export function writePlugin(
  directory: string,
  manifest: object,
  files: Readonly<Record<string, string>>,
): void {
  const all = { ...files, 'plugin.json': JSON.stringify(manifest) };
  for (const [file, text] of Object.entries(all)) {
    const path = join(directory, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
