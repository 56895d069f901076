// The official plug-ins of WasmEdge by the modules that guests import from them, for who lacks one. Source:
// their sources at WasmEdge 0.17.1.

const MODULES: Readonly<Record<string, string>> = {
  wasi_ephemeral_nn: 'wasi_nn',
  wasi_ephemeral_crypto_asymmetric_common: 'wasi_crypto',
  wasi_ephemeral_crypto_common: 'wasi_crypto',
  wasi_ephemeral_crypto_kx: 'wasi_crypto',
  wasi_ephemeral_crypto_signatures: 'wasi_crypto',
  wasi_ephemeral_crypto_symmetric: 'wasi_crypto',
  'wasi:logging/logging': 'wasi_logging',
  wasm_bpf: 'wasm_bpf',
  wasmedge_process: 'wasmedge_process',
  wasmedge_zlib: 'wasmedge_zlib',
  wasmedge_image: 'wasmedge_image',
  wasmedge_tensorflow: 'wasmedge_tensorflow',
  wasmedge_tensorflowlite: 'wasmedge_tensorflowlite',
  wasmedge_stablediffusion: 'wasmedge_stablediffusion',
  wasmedge_opencvmini: 'wasmedge_opencvmini',
  wasmedge_llmc: 'wasmedge_llmc',
  wasmedge_ocr: 'wasmedge_ocr',
};

/** The official plug-in that offers a module; undefined for a module of somebody else's. */
export function officialPlugin(module: string): string | undefined {
  if (/^wasmedge_ffmpeg_/.test(module)) return 'wasmedge_ffmpeg';
  return Object.hasOwn(MODULES, module) ? MODULES[module] : undefined;
}

/** Whether it is the name of an official plug-in. */
export function isOfficial(plugin: string): boolean {
  return plugin === 'wasmedge_ffmpeg' || Object.values(MODULES).includes(plugin);
}
