import { describe, expect, it } from 'vitest';
import { type DeviceMessage, mapMessage } from '../../../ingest/profiles/map-message.ts';
import { bytes, NOW } from '../samples.ts';
import { SHIPPED, shipped } from './shipped.ts';

const message = (payload: unknown, more: Partial<DeviceMessage> = {}): DeviceMessage => ({
  payload: bytes(payload),
  arrivedAt: NOW + 789,
  ...more,
});
const ARRIVAL = '2026-11-22T14:05:00+08:00';

describe('shipped profiles', () => {
  it.each(SHIPPED)('[PSH-21] %s is named like its file', (name) => {
    expect(shipped(name).profile).toBe(name);
  });
});

describe('sensor-community', () => {
  const profile = shipped('sensor-community');
  const pairs = (values: Record<string, unknown>) => ({
    esp8266id: '12345678',
    software_version: 'NRZ-2020-133',
    sensordatavalues: Object.entries(values).map(([value_type, value]) => ({ value_type, value })),
  });

  it('[PSH-27] reads P1 as PM10, P2 as PM2.5, texts as numbers and Pa as hPa', () => {
    const values = {
      SDS_P1: '23.50',
      SDS_P2: '11.70',
      BME280_temperature: '4.10',
      BME280_humidity: '61.32',
      BME280_pressure: '101325.00',
      samples: '4902345',
      signal: '-71',
    };
    expect(mapMessage(profile, message(pairs(values)))).toEqual({
      candidates: [
        {
          device: '12345678',
          item: {
            at: ARRIVAL,
            period: 145,
            values: { pm10: 23.5, pm25: 11.7, temp: 4.1, rh: 61.32, pressure: 1013.25 },
          },
        },
      ],
      refusals: [],
    });
  });

  it.each(['', 'SDS_', 'PMS_', 'NPM_', 'SPS30_', 'HPM_'])('[PSH-27] knows the sensor name %j', (sensor) => {
    const { candidates } = mapMessage(
      profile,
      message(pairs({ [`${sensor}P1`]: '2.00', [`${sensor}P2`]: '1.00', [`${sensor}P0`]: '9' })),
    );
    expect(candidates[0]?.item.values).toEqual({ pm10: 2, pm25: 1 });
  });

  it('[PSH-26] finds the device in the header when the body does not name it', () => {
    const body = { sensordatavalues: [{ value_type: 'P1', value: '2.00' }] };
    const headers = { 'x-sensor': 'esp8266-99', 'x-pin': '1' };
    expect(mapMessage(profile, message(body, { headers })).candidates[0]?.device).toBe('esp8266-99');
    expect(mapMessage(profile, message(body)).refusals).toMatchObject([{ code: 'missing_field' }]);
  });

  it('[PSH-23] keeps the other fields when one is no number', () => {
    const { candidates, refusals } = mapMessage(
      profile,
      message(pairs({ P1: '2.00', P2: '0x1F', temperature: 'nan' })),
    );
    expect(candidates[0]?.item.values).toEqual({ pm10: 2 });
    expect(refusals.map(({ code, reason }) => [code, reason.split(':')[0]])).toEqual([['not_a_number', 'P2']]);
  });
});

describe('airgradient', () => {
  const profile = shipped('airgradient');
  const topic = 'airgradient/readings/84fce612f5b8';
  const payload = {
    wifi: -46,
    serialno: '84fce612f5b8',
    rco2: 447,
    pm01: 3,
    pm02: 7,
    pm10: 8,
    pm02Compensated: 6,
    atmp: 25.87,
    rhum: 43,
    tvocIndex: 100,
    boot: 6,
    firmware: '3.1.3',
  };

  it('[PSH-28] reads pm02 as PM2.5, and neither pm01 nor pm02Compensated', () => {
    const { candidates, refusals } = mapMessage(profile, message(payload, { topic }));
    expect(candidates).toEqual([
      { device: '84fce612f5b8', item: { at: ARRIVAL, period: 60, values: { pm25: 7, pm10: 8, temp: 25.87, rh: 43 } } },
    ]);
    expect(refusals).toEqual([]);
  });

  it('[PSH-23] takes no numbers in quotes, because this device sends none', () => {
    const { refusals } = mapMessage(profile, message({ pm02: '7' }, { topic }));
    expect(refusals).toMatchObject([{ code: 'not_a_number' }]);
  });
});

describe('tasmota', () => {
  const profile = shipped('tasmota');
  const topic = 'tele/roof-east/SENSOR';

  it('[PSH-29] reads Time as local time, PMS5003 and Celsius', () => {
    const payload = {
      Time: '2026-11-22T14:00:00',
      HTU21: { Temperature: 22.5, Humidity: 57.3, DewPoint: 13.6 },
      PMS5003: { CF1: 1, 'CF2.5': 2, CF10: 3, PM1: 1, 'PM2.5': 4, PM10: 6, 'PB0.3': 300 },
      TempUnit: 'C',
    };
    expect(mapMessage(profile, message(payload, { topic })).candidates).toEqual([
      {
        device: 'roof-east',
        item: {
          at: '2026-11-22T14:00:00+08:00',
          period: 300,
          values: { pm25: 4, pm10: 6, temp: 22.5, dew_point: 13.6, rh: 57.3 },
        },
      },
    ]);
  });

  it('[PSH-29] reads SDS0X1, converts Fahrenheit and mmHg', () => {
    const payload = {
      Time: '2026-11-22T14:00:00',
      BME280: { Temperature: 50, Humidity: 40, Pressure: 760 },
      SDS0X1: { 'PM2.5': 12.5, PM10: 30.1 },
      PressureUnit: 'mmHg',
      TempUnit: 'F',
    };
    const { candidates } = mapMessage(profile, message(payload, { topic }));
    const values = candidates[0]?.item.values;
    expect(values).toMatchObject({ pm25: 12.5, pm10: 30.1, temp: 10, rh: 40 });
    expect(values?.pressure).toBeCloseTo(1013.25, 3);
  });

  it('[PSH-24] refuses a time with an offset: it would contradict the declared zone', () => {
    const { refusals } = mapMessage(
      profile,
      message({ Time: '2026-11-22T06:00:00Z', PMS5003: { 'PM2.5': 4 } }, { topic }),
    );
    expect(refusals).toMatchObject([{ code: 'bad_time' }]);
  });

  it('[PSH-22] refuses a unit that the message invents, and keeps the rest', () => {
    const payload = { Time: '2026-11-22T14:00:00', HTU21: { Temperature: 290 }, SDS0X1: { PM10: 3 }, TempUnit: 'R' };
    const { candidates, refusals } = mapMessage(profile, message(payload, { topic }));
    expect(candidates[0]?.item.values).toEqual({ pm10: 3 });
    expect(refusals).toMatchObject([{ code: 'unknown_unit' }]);
  });

  it('[PSH-23] leaves out what a failed sensor reports as null', () => {
    const payload = { Time: '2026-11-22T14:00:00', AM2301: { Temperature: null, Humidity: null }, SDS0X1: { PM10: 3 } };
    expect(mapMessage(profile, message(payload, { topic }))).toMatchObject({
      candidates: [{ item: { values: { pm10: 3 } } }],
      refusals: [],
    });
  });
});

describe('zigbee2mqtt', () => {
  const profile = shipped('zigbee2mqtt');
  const topic = 'zigbee2mqtt/yard 3';

  it('[PSH-30] takes what is there', () => {
    const payload = { pm25: 14, voc_index: 60, temperature: 22.75, humidity: 55.43, linkquality: 97 };
    expect(mapMessage(profile, message(payload, { topic })).candidates).toEqual([
      { device: 'yard 3', item: { at: ARRIVAL, period: 60, values: { pm25: 14, temp: 22.75, rh: 55.43 } } },
    ]);
  });

  it('[PSH-30] refuses a message without a measurement', () => {
    expect(mapMessage(profile, message({ linkquality: 97 }, { topic })).refusals).toMatchObject([
      { code: 'no_values' },
    ]);
  });

  it('[PSH-25] refuses a retained message: its arrival is not its time', () => {
    const mapped = mapMessage(profile, message({ pm25: 14 }, { topic, retained: true }));
    expect(mapped).toMatchObject({ candidates: [], refusals: [{ code: 'retained' }] });
  });
});
