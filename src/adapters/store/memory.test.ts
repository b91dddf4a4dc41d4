import { openMemoryStore } from './memory.ts';
import { testStore } from './store.contract.ts';

testStore('memory', async () => openMemoryStore());
