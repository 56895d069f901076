// Which environment variables reach the tools that plugkit runs. What a compiler or CMake reads (CFLAGS, CPATH,
// LIBRARY_PATH, CMAKE_GENERATOR, SDKROOT, ...) would change what is built, unseen by stamps: an author writes into
// plugin.json what a plug-in needs.

type Variables = Readonly<Record<string, string | undefined>>;

/** What a program needs to run at all, and where it puts temporary files. */
const NEEDED = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TMP',
  'TEMP',
  'SOURCE_DATE_EPOCH',
  'USERPROFILE',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
];

/** What says which compiler of this machine is meant, and where its system's headers and libraries are. */
const HOST_COMPILER = [
  'CC',
  'CXX',
  'DEVELOPER_DIR',
  'SDKROOT',
  // Microsoft's compiler finds its own files by these.
  'INCLUDE',
  'LIB',
  'LIBPATH',
  'VCTOOLSINSTALLDIR',
  'WINDOWSSDKDIR',
  'WINDOWSSDKVERSION',
];

/** Where pip fetches from and how it gets there; not where it installs or what it takes. */
const PIP = [
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
  'PIP_NO_INDEX',
  'PIP_FIND_LINKS',
  'PIP_TRUSTED_HOST',
  'PIP_CERT',
  'PIP_CLIENT_CERT',
  'PIP_PROXY',
  'PIP_CONFIG_FILE',
  'PIP_KEYRING_PROVIDER',
  'PIP_TIMEOUT',
  'PIP_DEFAULT_TIMEOUT',
  'PIP_RETRIES',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'XDG_CONFIG_HOME',
  'APPDATA',
  // Version managers' python3 is a script that reads these.
  'PYENV_ROOT',
  'PYENV_VERSION',
  'ASDF_DIR',
  'ASDF_DATA_DIR',
  'LOCALAPPDATA',
  'PROGRAMFILES',
];

/** Names have no case on Windows, and proxies are written in both everywhere. */
function pick(variables: Variables, names: readonly string[]): Variables {
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => names.includes(name.toUpperCase())),
  );
}

/** For cross-builds, which bring their compiler. */
export function forBuild(variables: Variables): Variables {
  return { ...pick(variables, NEEDED), LC_ALL: 'C' };
}

/** For builds with the compiler of this machine: what names it. It counts as an input. */
export function compilerVariables(variables: Variables): Variables {
  return pick(variables, HOST_COMPILER);
}

/** Where Rust is, and where its packages come from and go to. */
const CARGO = [
  'CARGO_HOME',
  'RUSTUP_HOME',
  'RUSTUP_TOOLCHAIN',
  'RUSTUP_DIST_SERVER',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** Registries that cargo is told of by variables: CARGO_REGISTRIES_..., CARGO_SOURCE_..., CARGO_HTTP_..., CARGO_NET_.... */
const OF_REGISTRIES = /^CARGO_(REGISTRIES|REGISTRY|SOURCE|HTTP|NET)_/i;

/** For cargo, whose profiles and flags are the project's own and plugkit's. */
export function forCargo(variables: Variables): Variables {
  const registries = Object.entries(variables).filter(([name]) => OF_REGISTRIES.test(name));
  return {
    ...pick(variables, [...NEEDED, ...CARGO]),
    ...Object.fromEntries(registries),
    LC_ALL: 'C',
  };
}

/** For pip, which installs where plugkit says, whatever its variables and its configuration say. */
export function forPip(variables: Variables): Variables {
  return { ...pick(variables, [...NEEDED, ...PIP]), PIP_USER: '0' };
}
