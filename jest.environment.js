import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

keepCompiled();

/**
 * Jest's own environment, with the ordinary global object of a context. Jest's is a proxy, so that each look at `Array`
 * or `Map` runs through it: code that asks often, such as what draws a barcode, takes five times as long.
 */
export default class OrdinaryGlobals extends TestEnvironment {
  constructor(config, context) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
  }
}

/**
 * Jest compiles every module anew for each test file. A process compiles what it has compiled before from what V8 kept
 * of it.
 */
function keepCompiled() {
  const { compileFunction, SourceTextModule } = vm;
  /** By file: its source, and what V8 made of it. */
  const kept = new Map();
  const keptOf = (file, source) => {
    const known = kept.get(file);
    return known?.source === source ? known.data : undefined;
  };
  vm.compileFunction = (source, parameters, options) => {
    const cachedData = keptOf(options.filename, source);
    if (cachedData) return compileFunction(source, parameters, { ...options, cachedData });
    const compiled = compileFunction(source, parameters, { ...options, produceCachedData: true });
    kept.set(options.filename, { source, data: compiled.cachedData });
    return compiled;
  };
  // Only with --experimental-vm-modules.
  if (!SourceTextModule) return;
  vm.SourceTextModule = class extends SourceTextModule {
    constructor(source, options) {
      const cachedData = keptOf(options.identifier, source);
      super(source, cachedData ? { ...options, cachedData } : options);
      if (!cachedData) kept.set(options.identifier, { source, data: this.createCachedData() });
    }
  };
}
