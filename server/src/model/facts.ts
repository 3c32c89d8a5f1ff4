/** Facts are what one file contributes to the whole tree: which values go where, as small plain data that can be kept on disk. */
import type { KindSet } from '../kernel/kinds.ts';

/**
 * A place that values of a page go through, as text: a letter and its names.
 *
 * `P f 0` the first parameter of a function, `R f` its result, `O f 0` what it stores through a pointer parameter; the
 * last two with the id of a call (`R f g:120`) are what that one call gives back. `M struct s.m` a member of a struct,
 * `V v` a file-level variable, `I n` the result of calling what place `n` holds, `S s` a source of the helper table,
 * `F f` the address of a function, `X 0 n` what calling what place `n` holds stores through an argument, `U` a place of
 * which nothing is known, `T f g:120` a call that drops pages of a file. With a `!` behind the name, of the function or of the member, it is what a container there calls back when it is done.
 */
export type FlowPlace = string;

/** A value goes from one place to another; the kinds that guards have taken out on the way do not. */
export interface FlowEdge {
  readonly from: FlowPlace;
  readonly to: FlowPlace;
  /** The kinds that get through. */
  readonly keep: KindSet;
  /** For an argument, the id of the call: the calling function and the offset of the call in its item. */
  readonly call?: string;
  /** 1-based line of the expression. */
  readonly line: number;
  /** Index into `functions` of the function that the expression stands in; -1 at file level. */
  readonly within: number;
  /** What happens here, for the chain that a person reads. */
  readonly how: FlowStep;
}

/** What an edge does: it hands an argument over, also through a pointer to a function, returns, stores, or fills what its caller gave; that a file gets to a function as an operation, and from there by calls. */
export type FlowStep = 'argument' | 'callback' | 'result' | 'store' | 'out' | 'operation' | 'call';

/** A call through a pointer; the functions that the pointer can hold are found by the solve. */
export interface PointerCall {
  /** The places that hold the function. */
  readonly callees: readonly FlowPlace[];
  readonly args: readonly PointerArgument[];
  readonly line: number;
  readonly within: number;
}

/** One place that an argument of a call can come from. */
export interface PointerArgument {
  readonly index: number;
  readonly from: FlowPlace;
  readonly keep: KindSet;
}

/** A function that is defined in the file. */
export interface FunctionFacts {
  readonly name: string;
  /** Visible in this file alone. */
  readonly isLocal: boolean;
  /** 1-based line of its name. */
  readonly line: number;
  /** The parameters, by place, whose type can hold a page. */
  readonly carries: readonly number[];
}

/** An entry of an operations table. */
export interface TableEntry {
  /** The table's type, `struct address_space_operations`. */
  readonly table: string;
  /** The variable that is the table, told apart by its file. */
  readonly variable: string;
  readonly member: string;
  readonly function: string;
  /** 1-based line of the entry. */
  readonly line: number;
}

/** The address of a table is stored in an inode or its mapping. */
export interface TableGiven {
  readonly variable: string;
  /** The kinds that the tests on the way rule out for the inode. */
  readonly excludes: KindSet;
  /** 1-based line of the store. */
  readonly line: number;
  readonly within: number;
}

/** A function makes inodes DAX. */
export interface DaxMaker {
  /** 1-based line of the assignment. */
  readonly line: number;
  readonly within: number;
}

/** A function that works on files, with what it calls. */
export interface FileFunction {
  readonly name: string;
  readonly isLocal: boolean;
  /** 1-based line in which it begins. */
  readonly line: number;
  /** Its calls in the order of the text, in the form of `callOrder()`. */
  readonly calls: string;
  /** It takes an inode and nothing else, and returns an `int`. */
  readonly isOfInode?: true;
}

/** A call drops pages of a file that others may have pinned. */
export interface TruncationFacts {
  /** By which an analysis of the file asks about it: `T f truncate:120`, the function and the id of the call. */
  readonly place: FlowPlace;
  readonly within: string;
  readonly callee: string;
  /** 1-based. */
  readonly line: number;
}

/** The facts of one file. */
export interface FileFacts {
  /** Relative to the tree with `/`. */
  readonly path: string;
  readonly functions: readonly FunctionFacts[];
  readonly edges: readonly FlowEdge[];
  readonly calls: readonly PointerCall[];
  readonly entries: readonly TableEntry[];
  readonly given: readonly TableGiven[];
  readonly daxMakers: readonly DaxMaker[];
  /** The places that the sites of the file come from: what an analysis of the file will ask about. */
  readonly asked: readonly FlowPlace[];
}

/** What one file of a filesystem that makes inodes DAX has to do with files that are truncated. */
export interface FileCalls {
  /** Relative to the tree with `/`. */
  readonly path: string;
  readonly functions: readonly FileFunction[];
  /** The operations that the kernel calls for a file. */
  readonly operations: readonly TableEntry[];
  readonly truncations: readonly TruncationFacts[];
}
