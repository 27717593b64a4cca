import { Text } from '@mantine/core'
import { SearchX } from 'lucide'
import { type KeyboardEvent, memo, useEffect, useId, useRef, useState } from 'react'
import { Icon } from '../app/Icon'
import { useCity } from '../app/session'
import { Empty } from '../app/states'
import { useScale } from '../app/useScale'
import { headline, iconOf, kindOf } from '../assets/kinds'
import { StateMark } from '../assets/StateMark'
import { useValueText } from '../assets/values'
import { useLanguage } from '../i18n/LanguageProvider'
import { nameIn, useText } from '../i18n/text'
import { useLiveValues } from '../live/LiveProvider'
import classes from './AssetList.module.css'
import type { MapAsset } from './model'
import { type Keys, rowAfter, windowOf } from './rows'

interface Props {
  assets: readonly MapAsset[]
  chosen: string
  placeName: (id: string) => string
  onChoose: (id: string) => void
}

/** Height of a row in rem; see AssetList.module.css. */
const ROW_REM = 4.75
const REM_PX = 16

/** The assets of the map as a list: arrows move through it, Enter chooses. Only the rows in sight are drawn. */
export function AssetList({ assets, chosen, placeName, onChoose }: Props) {
  const text = useText()
  const rowPx = ROW_REM * REM_PX * useScale()
  const box = useRef<HTMLDivElement>(null)
  const name = useId()
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(800)
  const [active, setActive] = useState(0)
  const current = Math.min(active, assets.length - 1)

  useEffect(() => {
    const seen = box.current
    if (!seen) return
    const observer = new ResizeObserver(() => setHeight(seen.clientHeight))
    observer.observe(seen)
    return () => observer.disconnect()
  }, [])

  const bring = (row: number) => {
    const seen = box.current
    if (!seen) return
    if (row * rowPx < seen.scrollTop) seen.scrollTop = row * rowPx
    else if ((row + 1) * rowPx > seen.scrollTop + seen.clientHeight) {
      seen.scrollTop = (row + 1) * rowPx - seen.clientHeight
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: a row comes into sight when it is chosen, not when the order changes
  useEffect(() => {
    const row = assets.findIndex((asset) => asset.id === chosen)
    if (row < 0) return
    setActive(row)
    bring(row)
  }, [chosen])

  const onKeyDown = (event: KeyboardEvent) => {
    const at = assets[current]
    if ((event.key === 'Enter' || event.key === ' ') && at) {
      event.preventDefault()
      onChoose(at.id)
    }
    const next = rowAfter(event.key as Keys, current, assets.length, Math.floor(height / rowPx))
    if (next === null) return
    event.preventDefault()
    setActive(next)
    bring(next)
  }

  if (assets.length === 0) {
    return <Empty icon={SearchX} title={text('console-list-empty')} hint={text('console-list-empty-hint')} />
  }
  const { first, last } = windowOf(top, height, rowPx, assets.length)
  return (
    <div
      ref={box}
      className={classes.box}
      role="listbox"
      tabIndex={0}
      aria-label={text('console-list')}
      aria-activedescendant={`${name}-${current}`}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: assets.length * rowPx, position: 'relative' }}>
        {assets.slice(first, last).map((asset, index) => {
          const row = first + index
          return (
            <div
              key={asset.id}
              id={`${name}-${row}`}
              role="option"
              tabIndex={-1}
              aria-selected={asset.id === chosen}
              aria-setsize={assets.length}
              aria-posinset={row + 1}
              data-active={row === current || undefined}
              className={classes.row}
              style={{ top: row * rowPx }}
              onClick={() => onChoose(asset.id)}
              onKeyDown={onKeyDown}
            >
              <Row asset={asset} place={placeName(asset.place)} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

const Row = memo(function Row({ asset, place }: { asset: MapAsset; place: string }) {
  const city = useCity()
  const text = useText()
  const { language } = useLanguage()
  const valueText = useValueText()
  const live = useLiveValues(asset.id)
  const kind = kindOf(city, asset.kind)
  const channel = headline(kind)
  const newest = channel && live.get(channel.name)
  const value = newest ? newest.value : asset.value
  return (
    <>
      <StateMark state={asset.state} size={26} named />
      <span className={classes.words}>
        <Text component="span" className={classes.name}>
          {asset.name}
        </Text>
        <Text component="span" size="sm" c="dimmed" className={classes.about}>
          <Icon of={iconOf(kind?.icon ?? '')} size={16} />
          <span className={classes.cut}>
            {[kind && nameIn(language, kind), place].filter(Boolean).join(' · ')}
          </span>
        </Text>
      </span>
      <span className={classes.value}>
        <Text component="span" fw={650}>
          {channel && value !== null && valueText(value, channel.name, channel.unit)}
        </Text>
        {asset.state !== 'ok' && asset.state !== 'passive' && (
          <Text component="span" size="xs">
            {text(`console-state-${asset.state}`)}
          </Text>
        )}
      </span>
    </>
  )
})
