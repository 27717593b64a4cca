import { Text, UnstyledButton } from '@mantine/core'
import { Link } from 'wouter'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useCity } from '../app/session'
import classes from './AssetLink.module.css'
import { iconOf, kindOf } from './kinds'
import { StateMark } from './StateMark'

/** The way to another asset's page, with its state and the picture of its kind. */
export function AssetLink({ asset }: { asset: Pick<Api<'AssetRef'>, 'id' | 'name' | 'kind' | 'state'> }) {
  const city = useCity()
  return (
    <UnstyledButton component={Link} href={`/assets/${asset.id}`} className={classes.link}>
      <StateMark state={asset.state} named />
      <Icon of={iconOf(kindOf(city, asset.kind)?.icon ?? '')} size={18} />
      <Text component="span" className={classes.name}>
        {asset.name}
      </Text>
    </UnstyledButton>
  )
}
