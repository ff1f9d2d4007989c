import { describe, expect, it } from 'vitest';
import { CsvRefused } from '../../../app/csv/csv-problem.ts';
import { parseStationsCsv, readStationsCsv } from '../../../app/csv/stations-csv.ts';
import { dataFile } from './data-file.ts';

function problemsOf(text: string): string[] {
  try {
    parseStationsCsv(text);
  } catch (error) {
    if (error instanceof CsvRefused) return error.problems.map(({ line, column }) => `${line}:${column ?? '-'}`);
  }
  return [];
}

describe('stations CSV', () => {
  it('takes the columns in any order, under either of their names, and leaves out others', () => {
    const stations = parseStationsCsv(
      'lat,lon,district,city,name,station,background_site,agency,period_label\n1.5,-0.5,x,bing,"丙市, 3 区",b3,1,BSPCB,start\n',
    );
    expect(stations).toEqual([
      {
        id: 'b3',
        name: '丙市, 3 区',
        city: 'bing',
        lon: -0.5,
        lat: 1.5,
        background: true,
        operator: 'BSPCB',
        periodLabel: 'start',
      },
    ]);
  });

  it('takes an English name, and does without', () => {
    const [both, one] = parseStationsCsv('station,name,name_en,city,lon,lat\na,甲,Jia,c,1,1\nb,乙,,c,1,1\n');
    expect(both).toMatchObject({ name: '甲', nameEn: 'Jia' });
    expect(one).not.toHaveProperty('nameEn');
  });

  it('[QC-21] takes what quality control wants to know of a station', () => {
    const [light, beta] = parseStationsCsv(
      'station,name,city,lon,lat,pm_method,full_scale_pm25,full_scale_o3\na,A,c,1,1,Light_Scattering,200,\nb,B,c,1,1,beta,,\n',
    );
    expect(light).toMatchObject({ opticalPm: true, fullScale: { pm25: 200 } });
    expect(beta).not.toHaveProperty('opticalPm');
    expect(beta).not.toHaveProperty('fullScale');
    expect(
      problemsOf('station,name,city,lon,lat,pm_method,full_scale_co\na,A,c,1,1,laser,-5\nb,B,c,1,1,,many\n'),
    ).toEqual(['2:pm_method', '2:full_scale_co', '3:full_scale_co']);
  });

  it('has defaults for what is optional', () => {
    const [station] = parseStationsCsv('station,name,city,lon,lat\nb3,,bing,0,0');
    expect(station).toEqual({
      id: 'b3',
      name: 'b3',
      city: 'bing',
      lon: 0,
      lat: 0,
      background: false,
      periodLabel: 'end',
    });
    expect(parseStationsCsv('station,name,city,lon,lat,background\nb,n,c,1,2,否\n')[0]?.background).toBe(false);
  });

  it('reports all problems at once', () => {
    const text = [
      'station,name,city,lon,lat,background,period_label',
      'a/b,n,c,181,39.9,maybe,middle',
      'q,n,,39.9,116.4,0,end',
      'q,n,c#,,x,0,end',
      'r,n,c,1',
      '"s,n,c,1,2,0,end',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      '2:station',
      '2:background',
      '2:period_label',
      '2:lon',
      '3:city',
      '3:lat',
      '4:station',
      '4:city',
      '4:lon',
      '4:lat',
      '5:-',
      '6:-',
    ]);
  });

  it('names every missing column, an empty file and a file without stations', () => {
    expect(problemsOf('station,name\n')).toEqual(['1:city', '1:lon', '1:lat']);
    expect(problemsOf('')).toEqual(['1:-']);
    expect(problemsOf('station,name,city,lon,lat\n')).toEqual(['1:-']);
  });

  it('asks whether longitude and latitude are swapped', () => {
    expect(() => parseStationsCsv('station,name,city,lon,lat\na,n,c,39.9,116.4\n')).toThrow(/are lon and lat swapped/);
  });

  it('says so when there is no file', async () => {
    await expect(readStationsCsv('no/such/file.csv')).rejects.toThrow(/no such file/);
  });
});

for (const [name, count, background] of [
  ['cn_beijing12_stations.csv', 12, 1],
  ['in_igp_stations.csv', 76, 0],
] as const) {
  const file = dataFile(name);
  it.skipIf(file.absent)(file.title, async () => {
    const stations = await readStationsCsv(file.path);
    expect(stations).toHaveLength(count);
    expect(stations.filter((station) => station.background)).toHaveLength(background);
  });
}
