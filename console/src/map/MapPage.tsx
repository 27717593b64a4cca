import { Button, Collapse, Switch, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Search, SlidersHorizontal } from 'lucide'
import { useCallback, useMemo, useState } from 'react'
import { useSearchParams } from 'wouter'
import type { AssetState } from '../api/types'
import { Icon } from '../app/Icon'
import { useCity } from '../app/session'
import { Loaded } from '../app/states'
import { useFormats, useText } from '../i18n/text'
import { PlaceMatches } from '../places/PlaceMatches'
import { placesQuery } from '../places/queries'
import { usePlaceName } from '../places/usePlaceName'
import { AssetList } from './AssetList'
import { ChosenAsset } from './ChosenAsset'
import type { Bounds } from './controller'
import { FilterPanel } from './FilterPanel'
import { within } from './features'
import { countsByState, type Filter, narrowings, passing, readFilter, writeFilter } from './filter'
import classes from './MapPage.module.css'
import { MapView } from './MapView'
import type { MapAsset } from './model'
import { StateBar } from './StateBar'
import { useAssets } from './useAssets'

/** Map and list in step: one filter and one choice, kept in the address of the page. */
export default function MapPage() {
  const assets = useAssets()
  return (
    <Loaded query={assets} page>
      {(all) => <MapAndList all={all} />}
    </Loaded>
  )
}

function MapAndList({ all }: { all: readonly MapAsset[] }) {
  const city = useCity()
  const text = useText()
  const { number } = useFormats()
  const [search, setSearch] = useSearchParams()
  const [bounds, setBounds] = useState<Bounds | null>(null)
  const [onlyInSight, setOnlyInSight] = useState(false)
  const [open, setOpen] = useState(false)
  const { data: places } = useQuery(placesQuery)

  const filter = useMemo(() => readFilter(search), [search])
  const setFilter = (next: Filter) => setSearch((now) => writeFilter(now, next), { replace: true })
  const chosenId = search.get('asset') ?? ''
  const choose = useCallback(
    (id: string) =>
      setSearch(
        (now) => {
          const next = new URLSearchParams(now)
          if (id) next.set('asset', id)
          else next.delete('asset')
          return next
        },
        { replace: true },
      ),
    [setSearch],
  )
  const toggleState = (state: AssetState) => {
    const states = new Set(filter.states)
    if (!states.delete(state)) states.add(state)
    setFilter({ ...filter, states })
  }
  const choosePlace = (place: string) =>
    setFilter({ ...filter, text: '', place: place === filter.place ? '' : place })

  const shown = useMemo(() => passing(all, filter, city), [all, filter, city])
  const counts = useMemo(() => countsByState(all, filter, city), [all, filter, city])
  const listed = useMemo(
    () => (onlyInSight && bounds ? within(shown, bounds) : shown),
    [shown, onlyInSight, bounds],
  )
  const chosen = useMemo(() => all.find((asset) => asset.id === chosenId), [all, chosenId])
  const placeName = usePlaceName()
  const narrowed = narrowings(filter)

  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">{text('console-map-title')}</VisuallyHidden>
      <div className={classes.map}>
        <MapView
          assets={shown}
          chosen={chosen}
          place={filter.place}
          onChoose={choose}
          onPlace={choosePlace}
          onMove={setBounds}
        />
        <div className={classes.states}>
          <StateBar counts={counts} chosen={filter.states} onToggle={toggleState} />
        </div>
      </div>
      <section className={classes.panel} aria-label={text('console-list')}>
        <div className={classes.search}>
          <TextInput
            className={classes.grow}
            leftSection={<Icon of={Search} size={20} />}
            aria-label={text('console-search')}
            placeholder={text('console-search-hint')}
            value={filter.text}
            type="search"
            onChange={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
          />
          <Button
            variant={narrowed > 0 ? 'light' : 'default'}
            leftSection={<Icon of={SlidersHorizontal} size={20} />}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {text('console-filter', { count: narrowed })}
          </Button>
        </div>
        <Collapse expanded={open}>
          <FilterPanel filter={filter} places={places?.items ?? []} onChange={setFilter} />
        </Collapse>
        <PlaceMatches text={filter.text} onPlace={choosePlace} />
        <div className={classes.count}>
          <Text size="sm" role="status">
            {text('console-list-count', { shown: number(listed.length, 0), all: number(all.length, 0) })}
          </Text>
          <Switch
            label={text('console-list-in-sight')}
            checked={onlyInSight}
            onChange={(event) => setOnlyInSight(event.currentTarget.checked)}
          />
        </div>
        {chosen && (
          <div className={classes.chosen}>
            <ChosenAsset asset={chosen} place={placeName(chosen.place)} onClose={() => choose('')} />
          </div>
        )}
        <div className={classes.list}>
          <AssetList assets={listed} chosen={chosenId} placeName={placeName} onChoose={choose} />
        </div>
      </section>
    </div>
  )
}
