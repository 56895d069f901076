// What `npm run soak` runs: memory over ten million calls, ten thousand instances and a thousand workers.
import { type SoakScene, soak } from './loader/soak.js';

const COUNTS: Record<SoakScene, number> = { calls: 10_000_000, instances: 10_000, workers: 1000 };

for (const [scene, count] of Object.entries(COUNTS)) {
  const start = Date.now();
  const { warm, end } = await soak(scene as SoakScene, count);
  const seconds = Math.round((Date.now() - start) / 1000);
  console.log(
    `${count} ${scene}: ${warm.toFixed(1)} MB after warm-up, ${end.toFixed(1)} MB at the end (${seconds} s)`,
  );
}
