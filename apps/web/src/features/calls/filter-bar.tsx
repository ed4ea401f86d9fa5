import { Button } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconX } from '@tabler/icons-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../shared/format/now';
import { latePart } from '../../shared/late/late-part';
import { useViewer } from '../../shared/session/viewer';
import { Chip } from '../../shared/ui/chip';
import type { Person } from '../../shared/ui/person';
import { SearchField } from '../../shared/ui/search-field';
import classes from './filter-bar.module.css';
import { type CallFilters, isQuickOn, quickFilters, toggleQuick } from './filters';

const FilterPanel = latePart(async () => (await import('./filter-panel')).FilterPanel);

interface FilterBarProps {
  filters: CallFilters;
  people: readonly Person[];
  onChange: (filters: CallFilters) => void;
}

/** Search, quick filters and, on demand, all filters of the list. */
export function FilterBar({ filters, people, onChange }: FilterBarProps) {
  const { t } = useTranslation('calls');
  const [open, setOpen] = useState(false);
  const context = { now: useNow(), viewerId: useViewer().id };
  const count = Object.keys(filters).length;
  const more = useFocusAfterClearing(count);
  return (
    <div role="search" className={classes.bar}>
      <div className={classes.line}>
        <div className={classes.search}>
          <SearchField
            label={t('filter.search')}
            placeholder={t('filter.searchHint')}
            value={filters.q ?? ''}
            onChange={(q) => onChange(withText(filters, q))}
          />
        </div>
        <div className={classes.chips} role="group" aria-label={t('filter.quick')}>
          {quickFilters.map((quick) => (
            <Chip
              key={quick}
              on={isQuickOn(quick, filters, context)}
              onToggle={() => onChange(toggleQuick(quick, filters, context))}
            >
              {t(`quick.${quick}`)}
            </Chip>
          ))}
          <Button
            ref={more}
            variant="subtle"
            color="gray"
            px="xs"
            miw="6.5rem"
            aria-expanded={open}
            aria-controls="call-filters"
            leftSection={<IconAdjustmentsHorizontal size={17} aria-hidden />}
            onClick={() => setOpen(!open)}
          >
            {count > 0 ? t('filter.moreOn', { count }) : t('filter.more')}
          </Button>
          {/* Its place is kept, so that what was just pressed stays under the pointer. */}
          <Button
            variant="subtle"
            color="gray"
            px="xs"
            style={count > 0 ? undefined : { visibility: 'hidden' }}
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => {
              onChange({});
              more.current?.focus();
            }}
          >
            {t('filter.clear')}
          </Button>
        </div>
      </div>
      <div id="call-filters">
        {open && (
          <Suspense>
            <FilterPanel filters={filters} people={people} onChange={onChange} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

/** The button beside the filters takes the focus when what took them off is gone with them. */
function useFocusAfterClearing(count: number) {
  const button = useRef<HTMLButtonElement>(null);
  const before = useRef(count);
  useEffect(() => {
    if (count === 0 && before.current > 0 && document.activeElement === document.body) {
      button.current?.focus();
    }
    before.current = count;
  }, [count]);
  return button;
}

function withText({ q: _, ...rest }: CallFilters, text: string): CallFilters {
  return text ? { ...rest, q: text } : rest;
}
