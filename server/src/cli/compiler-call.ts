/** `make C=2 CHECK=daxlint` calls a checker as it calls the compiler: with all of its flags, and one file at the end. */

/** Flags of gcc and clang whose value is the next word. */
const WITH_VALUE = new Set(
  [
    '-include',
    '-imacros',
    '-isystem',
    '-iquote',
    '-idirafter',
    '-iprefix',
    '-isysroot',
    '-I',
    '-D',
    '-U',
    '-L',
    '-l',
  ].concat(['-o', '-x', '-MF', '-MT', '-MQ', '-arch', '-target', '-Xclang', '-Xpreprocessor', '-mllvm', '--param']),
);

/** What every call of kbuild has, and no call of a person. */
const OF_KBUILD = /^(?:-nostdinc|-D__KERNEL__|-D__linux__|-DKBUILD_\w+=.*|-Wp,.*)$/;

/**
 * The arguments of `check` for a call as kbuild makes it, or undefined for any other. Options of daxlint come first, as in
 * `CHECK="daxlint check --level hint"`.
 */
export function fromCompilerCall(words: readonly string[]): readonly string[] | undefined {
  if (!words.some((word) => OF_KBUILD.test(word))) return undefined;
  const isCheck = words[0] === 'check';
  const own: string[] = [];
  let at = isCheck ? 1 : 0;
  // What the compiler gets begins with a flag that has one dash.
  if (isCheck) for (; at < words.length && !/^-[^-]/.test(words[at] ?? ''); at += 1) own.push(words[at] ?? '');
  const files: string[] = [];
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (WITH_VALUE.has(word)) at += 1;
    else if (!word.startsWith('-')) files.push(word);
  }
  return ['check', '--in-build', '--format', 'gcc', ...own, '--', ...files];
}
