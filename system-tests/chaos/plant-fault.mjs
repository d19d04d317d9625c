// node --import ./system-tests/chaos/plant-fault.mjs …, with CHAOS_PLANT in the environment: this process alone runs code
// of ours with one fault in it. No code of ours knows of it.
import { registerHooks } from 'node:module';
import { plants } from './plants.mjs';

const plant = plants[process.env.CHAOS_PLANT];
if (plant) {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      const place = plant.places.find(({ file }) => url.endsWith(file));
      if (!place) return loaded;
      const source = String(loaded.source);
      if (!source.includes(place.right))
        throw new Error(`${place.file} has changed: the fault has no place in it`);
      return { ...loaded, source: source.replace(place.right, place.wrong) };
    },
  });
}
