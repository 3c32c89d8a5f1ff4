/** Which calls that drop pages of a DAX file are reached without a wait for pins, over several files of a filesystem. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofDaxModules, solved } from '../../../server/src/engine/whole-tree.ts';
import { callOrder } from '../../../server/src/scan/call-order.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';

const engine = await loadEngine();

/** The ways to the truncations of one file, as lines. */
function ways(files: Readonly<Record<string, string>>, path: string): readonly string[] {
  const tree = engine.openTree({ lowering: engine.lowering, options: { era: '6.12' } });
  const facts = Object.entries(files).map(([each, text]) => tree.facts(each, text));
  const isOfDax = ofDaxModules(facts);
  const calls = Object.entries(files)
    .filter(([each]) => isOfDax(each))
    .map(([each, text]) => tree.calls(each, text));
  return solved(facts, calls)
    .arrivals(path)
    .ways.filter(({ place }) => place.startsWith('T '))
    .map(({ steps }) => steps.map(({ file, line, how, to }) => `${file}:${line} ${how} ${to}`).join(', '));
}

const FLAGS = 'void heron_flags(struct inode *inode)\n{\n\tinode->i_flags |= S_DAX;\n}\n';
const CUT = 'void heron_cut(struct inode *inode, loff_t size)\n{\n\ttruncate_setsize(inode, size);\n}\n';
const WAIT =
  'int heron_prepare(struct inode *inode)\n{\n\treturn heron_wait(inode);\n}\nint heron_wait(struct inode *inode)\n{\n\treturn dax_layout_busy_page(inode->i_mapping) ? -EAGAIN : 0;\n}\n';
const setattr = (body: string): string =>
  `static int heron_setattr(struct dentry *dentry, struct iattr *attr)\n{\n${body}\n}\nconst struct inode_operations heron_iops = {\n\t.setattr = heron_setattr,\n};\n`;
const CUTS = '\theron_cut(d_inode(dentry), attr->ia_size);';

test('an operation in one file leads to a call in another one, with each step in its line', () => {
  const files = { 'fs/heron/flags.c': FLAGS, 'fs/heron/cut.c': CUT, 'fs/heron/file.c': setattr(CUTS) };
  assert.deepEqual(ways(files, 'fs/heron/cut.c'), [
    'fs/heron/file.c:6 operation F heron_setattr, fs/heron/file.c:3 call F heron_cut',
  ]);
});

test('a wait two calls away in another file counts, behind the call it does not', () => {
  const with_ = (body: string): readonly string[] =>
    ways(
      {
        'fs/heron/flags.c': FLAGS,
        'fs/heron/cut.c': CUT,
        'fs/heron/wait.c': WAIT,
        'fs/heron/file.c': setattr(body),
      },
      'fs/heron/cut.c',
    );
  assert.equal(with_(`\theron_prepare(d_inode(dentry));\n${CUTS}`).length, 0);
  assert.equal(with_(`${CUTS}\n\theron_prepare(d_inode(dentry));`).length, 1);
  assert.equal(with_(`\tif (!IS_DAX(d_inode(dentry)))\n\t${CUTS}`).length, 0);
});

test('another filesystem with a function of the same name is another one', () => {
  const files = {
    'fs/heron/flags.c': FLAGS,
    'fs/heron/cut.c': CUT,
    'fs/heron/file.c': setattr(`\theron_prepare(d_inode(dentry));\n${CUTS}`),
    'fs/tern/wait.c': WAIT,
  };
  assert.equal(ways(files, 'fs/heron/cut.c').length, 1);
  assert.equal(ways({ ...files, 'fs/heron/flags.c': '' }, 'fs/heron/cut.c').length, 0);
});

test('calls stand in the order of the text, with the blocks that return and the arms that end', () => {
  const order = (body: string): string => callOrder(`int f(void)\n{\n${body}\n}`, () => false);
  assert.equal(order('\ta(b());\n\tc(); /* d() */'), '( a:2 b:2 c:3 )');
  assert.equal(order('\tif (a())\n\t\treturn b();\n\tc("d()");'), '( a:2 ( b:3 ! ) c:4 )');
  assert.equal(order('\tif (x) {\n\t\ta();\n\t\treturn 0;\n\t}\n\tb();\n\treturn 1;'), '( ( a:3 ! ) b:6 ! )');
  assert.equal(
    order('\tswitch (x) {\n\tcase 1:\n\t\ta();\n\t\tbreak;\n\tcase 2:\n\t\tb();\n\tdefault:\n\t\tc();\n\t}'),
    '( ( a:4 ; b:7 c:9 ) )',
  );
  assert.equal(order('#ifdef A\n\ta();\n#else\n\tb();\n#endif\n\ta();'), '( a:3 b:5 )');
});
