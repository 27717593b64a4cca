import { Button, Text } from '@mantine/core'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useFormats, useText } from '../../i18n/text'
import { compared, type PlanSite } from '../answer'
import type { StudyMapController } from '../map/controller'
import { StudyMap } from '../map/StudyMap'
import type { Look } from '../map/symbols'
import { useFigures } from '../result/useFigures'
import classes from './Compare.module.css'
import type { Side } from './useSide'

const SIDES = ['a', 'b'] as const

interface Props {
  a: Side
  b: Side
  /** The site that is marked on both; "" none. */
  site: string
  onSite: (site: string) => void
}

/** Two maps that show the same part of the city; what only one plan has stands out on it. */
export function TwinMaps({ a, b, site, onSite }: Props) {
  const text = useText()
  const { number } = useFormats()
  const figures = useFigures()
  const [linked, setLinked] = useState(true)
  const maps = useRef<Record<'a' | 'b', StudyMapController | null>>({ a: null, b: null })
  const sides = { a, b }
  const alike = useMemo(
    () => new Set(compared(a.plan.sites, b.plan.sites).both.map((one) => one.a.site)),
    [a, b],
  )
  const around = useMemo(() => [...a.plan.sites, ...b.plan.sites], [a, b])
  const looks = useMemo(() => {
    const of =
      (side: Look) =>
      (one: PlanSite): Look =>
        alike.has(one.site) ? 'chosen' : side
    return { a: of('a'), b: of('b') }
  }, [alike])
  const keep = useMemo(
    () => ({
      a: (map: StudyMapController | null) => {
        maps.current.a = map
      },
      b: (map: StudyMapController | null) => {
        maps.current.b = map
      },
    }),
    [],
  )
  const lead = useCallback(
    (side: 'a' | 'b') => {
      const [from, to] = [maps.current[side], maps.current[side === 'a' ? 'b' : 'a']]
      if (linked && from && to) to.follow(from.camera)
    },
    [linked],
  )
  return (
    <div>
      <div className={classes.maps}>
        {SIDES.map((side) => {
          const { plan, study, answer } = sides[side]
          return (
            <section
              key={side}
              className={classes.map}
              aria-label={text('console-studies-map-of', { side: side.toUpperCase() })}
            >
              <StudyMap
                title={text('console-studies-map-of', { side: side.toUpperCase() })}
                study={study}
                sites={plan.sites}
                {...(plan.answer && { units: plan.answer.units })}
                areas={study.area}
                around={around}
                lookOf={looks[side]}
                chosen={site}
                onChoose={onSite}
                onMap={keep[side]}
                onMoving={() => lead(side)}
              >
                <div className={classes.headline}>
                  <span className={classes.letter} data-side={side} aria-hidden="true">
                    {side.toUpperCase()}
                  </span>
                  <strong>{figures.value(plan.value, answer.unit)}</strong>
                  <span>
                    {text('console-studies-sites-cost', {
                      sites: plan.sites.length,
                      cost: text('console-studies-money', {
                        value: number(plan.cost, 0),
                        currency: study.currency,
                      }),
                    })}
                  </span>
                </div>
              </StudyMap>
            </section>
          )
        })}
      </div>
      <div className={classes.linked}>
        <Button
          variant={linked ? 'light' : 'default'}
          aria-pressed={linked}
          onClick={() => setLinked(!linked)}
        >
          {text('console-studies-linked')}
        </Button>
        <Text size="sm">{text('console-studies-compare-legend')}</Text>
      </div>
    </div>
  )
}
