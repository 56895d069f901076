// Which package of a system carries a shared library, for who lacks one. The libraries are those that plug-ins in use
// need: of the official ones, by their sources at WasmEdge 0.17.1, and of the C++ runtime. Names by the systems' archives.

export interface Packages {
  /** Debian and Ubuntu. */
  readonly debian?: string;
  readonly fedora?: string;
  readonly alpine?: string;
  readonly homebrew?: string;
}

/** The first match counts. */
const PACKAGES: readonly (readonly [library: RegExp, packages: Packages])[] = [
  [/^libstdc\+\+\.so/, { debian: 'libstdc++6', fedora: 'libstdc++', alpine: 'libstdc++' }],
  [/^libgcc_s\.so/, { debian: 'libgcc-s1', fedora: 'libgcc', alpine: 'libgcc' }],
  [/^libgomp\.so/, { debian: 'libgomp1', fedora: 'libgomp', alpine: 'libgomp', homebrew: 'gcc' }],
  [/^libomp\b/, { debian: 'libomp5', fedora: 'libomp', homebrew: 'libomp' }],
  [
    /^libopenblas\b/,
    { debian: 'libopenblas0', fedora: 'openblas-openmp', alpine: 'openblas', homebrew: 'openblas' },
  ],
  [/^libz\b/, { debian: 'zlib1g', fedora: 'zlib-ng-compat', alpine: 'zlib', homebrew: 'zlib' }],
  [/^libzstd\b/, { debian: 'libzstd1', fedora: 'libzstd', alpine: 'zstd-libs', homebrew: 'zstd' }],
  [
    /^lib(ssl|crypto)\b/,
    { debian: 'libssl3', fedora: 'openssl-libs', alpine: 'libssl3', homebrew: 'openssl@3' },
  ],
  [
    /^libav(codec|format|util|filter|device)\b/,
    { debian: 'ffmpeg', fedora: 'ffmpeg-free', alpine: 'ffmpeg-libs', homebrew: 'ffmpeg' },
  ],
  [
    /^libsw(scale|resample)\b/,
    { debian: 'ffmpeg', fedora: 'ffmpeg-free', alpine: 'ffmpeg-libs', homebrew: 'ffmpeg' },
  ],
  [
    /^libopencv_/,
    { debian: 'libopencv-dev', fedora: 'opencv', alpine: 'opencv', homebrew: 'opencv' },
  ],
  [
    /^libjpeg\b/,
    {
      debian: 'libjpeg62-turbo',
      fedora: 'libjpeg-turbo',
      alpine: 'libjpeg-turbo',
      homebrew: 'jpeg-turbo',
    },
  ],
  [
    /^libpng16\b/,
    { debian: 'libpng16-16', fedora: 'libpng', alpine: 'libpng', homebrew: 'libpng' },
  ],
  [/^libelf\b/, { debian: 'libelf1', fedora: 'elfutils-libelf', alpine: 'libelf' }],
  [/^libbpf\b/, { debian: 'libbpf1', fedora: 'libbpf', alpine: 'libbpf' }],
  [/^libtbb\b/, { debian: 'libtbb12', fedora: 'tbb', alpine: 'onetbb', homebrew: 'tbb' }],
  [/^libfmt\b/, { debian: 'libfmt-dev', fedora: 'fmt', alpine: 'fmt', homebrew: 'fmt' }],
  [
    /^libspdlog\b/,
    { debian: 'libspdlog-dev', fedora: 'spdlog', alpine: 'spdlog', homebrew: 'spdlog' },
  ],
  [
    /^libLLVM\b/,
    { debian: 'libllvm19', fedora: 'llvm-libs', alpine: 'llvm-libs', homebrew: 'llvm' },
  ],
  [
    /^libtesseract\b/,
    {
      debian: 'libtesseract5',
      fedora: 'tesseract-libs',
      alpine: 'tesseract-ocr',
      homebrew: 'tesseract',
    },
  ],
  [/^libcurl\b/, { debian: 'libcurl4', fedora: 'libcurl', alpine: 'libcurl', homebrew: 'curl' }],
];

/** Where some come from that no system packages. */
const ELSEWHERE: readonly (readonly [library: RegExp, source: string])[] = [
  [/^libopenvino/, 'the OpenVINO runtime, whose setupvars.sh sets the library path'],
  [/^lib(torch|c10)/, 'a libtorch of the version that the plug-in was built with'],
  [/^libtensorflow/, "the archive WasmEdge-tensorflow-deps of the plug-in's release"],
  [/^lib(cudart|cublas|cublasLt|cuda)\b/, 'the CUDA runtime of the driver'],
];

const SYSTEMS: readonly (readonly [system: keyof Packages, command: string])[] = [
  ['debian', 'apt-get install'],
  ['fedora', 'dnf install'],
  ['alpine', 'apk add'],
  ['homebrew', 'brew install'],
];

/** How to get a library, for every system that has it; undefined for one that is not known here. */
export function howToGet(library: string): string | undefined {
  const name = library.split('/').at(-1) ?? library;
  const elsewhere = ELSEWHERE.find(([pattern]) => pattern.test(name))?.[1];
  if (elsewhere !== undefined) return `it comes with ${elsewhere}`;
  const packages = PACKAGES.find(([pattern]) => pattern.test(name))?.[1];
  if (!packages) return undefined;
  return SYSTEMS.flatMap(([system, command]) =>
    packages[system] === undefined ? [] : [`${command} ${packages[system]}`],
  ).join(', ');
}
