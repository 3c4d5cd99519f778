// @ts-check
import { driverContract } from '@tsvirt/driver-testkit';
import driver from '../src/index.js';

// The two domains are there for good, so there are no samples: rules about definitions are skipped.
driverContract(driver, 'hello:///default');
