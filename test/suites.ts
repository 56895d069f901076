// The two suites of tests: `npm test` runs every test, `npm run test:unit` leaves out the files below.
// What remains needs a build for this machine only and ends within a minute.

/** Patterns of test files below test/, without `.test.ts`, and why they are not among the unit tests. */
export const NOT_UNIT: Readonly<Record<string, string>> = {
  'bench/*': 'runs the benchmark',
  'faults/*': 'lets processes crash and hang',
  'host/*': 'compiles C programs, and reads the host libraries of every target',
  'loader/{bundles,runtime}': 'installs bundlers and other runtimes',
  'loader/{chaos,soak}': 'minutes of work',
  'loader/{library-file,own-host-library}': 'builds for other targets, runs emulators',
  'loader/sanitized': 'builds under sanitizers',
  'packages/*': 'packs the prebuilds of every target, installs packages',
  'sdk/*': 'compiles Rust, needs a stock WasmEdge',
  'scripts/project/api-version': 'builds plug-ins for older versions',
  'scripts/audit/{audit,odd-files,reference,checks/addon,elf/options}':
    'reads libraries of every target',
  'scripts/compile/{host-link,own-project,plugins,verify}': 'builds for other targets',
  'scripts/commands/{runners,test}': 'runs matrices',
  'scripts/commands/{bindings,bundle}': 'builds for other targets, needs a stock WasmEdge',
  'scripts/dev/pack': 'packs the prebuilds of every target',
  'scripts/matrix/levels/levels': 'runs matrices',
  'scripts/runners/{debian-packages,emulated,private-root,wine}': 'fetches and runs emulators',
  'scripts/report/html': 'starts a browser',
  'stock/*': 'needs a stock WasmEdge',
  wine: 'fetches and runs Wine',
};

/** Patterns of the unit tests that are not run under the Windows Node in Wine, and why. */
export const NOT_WINE: Readonly<Record<string, string>> = {
  'docs/*': 'reads sources, on any system the same',
  'loader/{accelerator,addon,api-versions,arguments,calls,conflict,default-paths,exports}':
    'compiles plug-ins',
  'loader/{hardened,import,inherited,lifetime,load-failure,load,memory,odd-exports}':
    'compiles plug-ins',
  'loader/{outcomes,plugin-host,plugin-threads,proposals,re-entrancy,realms,references}':
    'compiles plug-ins',
  'loader/{signatures,termination,test-runners,twice,values,workers,wrong-inputs}':
    'compiles plug-ins',
  'loader/guest/{compile,instance-names,instantiate,link}': 'compiles plug-ins',
  'loader/wasmedge/*': 'needs koffi for this machine',
  'plugins/*': 'compiles plug-ins',
  'scripts/audit/{collection,static-options,elf/headers,inputs/archives,macho/macho}':
    'compiles plug-ins',
  'scripts/{cli,commands/{doctor,explain,inspect,run,selection}}': 'builds plug-ins',
  'scripts/compile/{differences,keys,surroundings}': 'compiles plug-ins',
  'scripts/matrix/{run-matrix,cell/run-case}': 'compiles plug-ins',
  '{readme,unused}': 'starts programs of this machine',
};
