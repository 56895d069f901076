import { soak } from './soak.js';

describe('resident memory', () => {
  it('is flat over a million calls', async () => {
    await soak('calls', 1_000_000);
  });

  it('is flat over a thousand instances, and every module is finalized once', async () => {
    await soak('instances', 1000);
  });

  it('is flat over 20 workers, and every module is finalized on its thread', async () => {
    await soak('workers', 20);
  });
});
