/** Every rule, by id; written by `npm run gen` from the names of the files beside it. */
import { daxAopsNeedNoDirtyOp } from './dax-aops-need-no-dirty-op.ts';
import { dirtyFlagMeansDirty } from './dirty-flag-means-dirty.ts';
import { folioLockPinsMapping } from './folio-lock-pins-mapping.ts';
import { guardIsStillOpen } from './guard-is-still-open.ts';
import { guardPolarity } from './guard-polarity.ts';
import { iPagesHoldsFolios } from './i-pages-holds-folios.ts';
import { indexImpliesFileOffset } from './index-implies-file-offset.ts';
import { longPinIsHarmless } from './long-pin-is-harmless.ts';
import { lowBitImpliesAnon } from './low-bit-implies-anon.ts';
import { lruIsAList } from './lru-is-a-list.ts';
import { mappingCheckedAfterUse } from './mapping-checked-after-use.ts';
import { mappingImpliesPageCache } from './mapping-implies-page-cache.ts';
import { mappingIsAPointer } from './mapping-is-a-pointer.ts';
import { mappingStaysAsItWas } from './mapping-stays-as-it-was.ts';
import { nullMappingImpliesTruncated } from './null-mapping-implies-truncated.ts';
import { oneOfTwoFilesIsAsked } from './one-of-two-files-is-asked.ts';
import { pageInodeIsAField } from './page-inode-is-a-field.ts';
import { pgmapIsAlwaysThere } from './pgmap-is-always-there.ts';
import { privateMeansBuffers } from './private-means-buffers.ts';
import { refcountOneIsIdle } from './refcount-one-is-idle.ts';
import { reservedMeansUnmanaged } from './reserved-means-unmanaged.ts';
import { shareIsAlwaysACount } from './share-is-always-a-count.ts';
import { suppressionNeedsAReason } from './suppression-needs-a-reason.ts';
import { truncateNeedsNoLayoutBreak } from './truncate-needs-no-layout-break.ts';
import type { Rule } from './rule.ts';

export const rules: readonly Rule[] = [
  daxAopsNeedNoDirtyOp,
  dirtyFlagMeansDirty,
  folioLockPinsMapping,
  guardIsStillOpen,
  guardPolarity,
  iPagesHoldsFolios,
  indexImpliesFileOffset,
  longPinIsHarmless,
  lowBitImpliesAnon,
  lruIsAList,
  mappingCheckedAfterUse,
  mappingImpliesPageCache,
  mappingIsAPointer,
  mappingStaysAsItWas,
  nullMappingImpliesTruncated,
  oneOfTwoFilesIsAsked,
  pageInodeIsAField,
  pgmapIsAlwaysThere,
  privateMeansBuffers,
  refcountOneIsIdle,
  reservedMeansUnmanaged,
  shareIsAlwaysACount,
  suppressionNeedsAReason,
  truncateNeedsNoLayoutBreak,
];
