/** An overlay is explained by its story and by the cells that it states. */
import { era } from '../../kernel/eras.ts';
import { describeKinds, kindSet } from '../../kernel/kinds.ts';
import type { Overlay } from '../../kernel/overlay-types.ts';
import { describeWhatIf } from '../check-report.ts';
import { printable } from '../printable.ts';
import type { Colors } from '../terminal.ts';

/** Explains one overlay. */
export function explainOverlay(overlay: Overlay, colors: Colors): string {
  const { story, eras, introduces, cells } = overlay;
  const meant = eras.length === 0 ? [] : [`Meant for Linux ${eras.map((id) => era(id).label).join(', ')}.`];
  const brings = introduces.length === 0 ? [] : [`Introduces ${describeKinds(kindSet(...introduces), 'and')} pages.`];
  return [
    colors.bold(printable(describeWhatIf(overlay))),
    ...story.map(printable),
    ...meant,
    ...brings,
    '',
    ...cells.map(({ kinds, field, values, text }) => {
      const holds = printable(text ?? values.join(' or '));
      return `${colors.bold(field)} of ${describeKinds(kindSet(...kinds), 'and')} pages: ${holds}`;
    }),
    '',
  ].join('\n');
}
