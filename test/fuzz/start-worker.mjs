/** The thread of the fuzzer begins here: a thread does not read TypeScript before it was told to. */
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
