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
  const { compileFunction } = vm;
  /** By file: its source, and what V8 made of it. */
  const kept = new Map();
  vm.compileFunction = (source, parameters, options) => {
    const known = kept.get(options.filename);
    if (known?.source === source) {
      return compileFunction(source, parameters, { ...options, cachedData: known.data });
    }
    const compiled = compileFunction(source, parameters, { ...options, produceCachedData: true });
    // A copy, since V8's own belongs to the test file's context and would keep all of it.
    kept.set(options.filename, { source, data: Buffer.from(compiled.cachedData) });
    return compiled;
  };
}
