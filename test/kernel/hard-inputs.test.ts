/** The hard texts at their whole size, which takes minutes: 100,000 lines, one line of 10 MB, a circle of 20,000 calls. */
import { test } from 'node:test';
import { readEverywhere } from '../hard/read-everywhere.ts';

test('check and the server read hard texts of their whole size', (t) => readEverywhere(t, 1));
