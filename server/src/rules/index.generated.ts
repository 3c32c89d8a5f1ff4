/** Every rule, by id; written by `npm run gen` from the names of the files beside it. */
import { guardPolarity } from './guard-polarity.ts';
import { mappingCheckedAfterUse } from './mapping-checked-after-use.ts';
import { mappingImpliesPageCache } from './mapping-implies-page-cache.ts';
import { mappingIsAPointer } from './mapping-is-a-pointer.ts';
import { nullMappingImpliesTruncated } from './null-mapping-implies-truncated.ts';
import { pageInodeIsAField } from './page-inode-is-a-field.ts';
import { suppressionNeedsAReason } from './suppression-needs-a-reason.ts';
import type { Rule } from './rule.ts';

export const rules: readonly Rule[] = [
  guardPolarity,
  mappingCheckedAfterUse,
  mappingImpliesPageCache,
  mappingIsAPointer,
  nullMappingImpliesTruncated,
  pageInodeIsAField,
  suppressionNeedsAReason,
];
