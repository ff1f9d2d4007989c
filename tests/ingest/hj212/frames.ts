import { frameOf } from '../../../ingest/hj212/frame.ts';

/** Valid frames from the standard and from public code, without the line end; `facts` of each: declared length and CRC are right. */
export const FRAMES = {
  /** HJ 212-2017 annex A. */
  S: '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80',
  /** An ambient station with all factors of ours. */
  A: '##0411QN=20220513162608370;ST=22;CN=2051;PW=123456;MN=JLYP01_AIR01_0001;Flag=4;CP=&&DataTime=20220513162600;a21004-Avg=4,a21004-Flag=N;a05024-Avg=63,a05024-Flag=N;a21026-Avg=6,a21026-Flag=N;a21005-Avg=0.427,a21005-Flag=N;a34004-Avg=14,a34004-Flag=N;a34002-Avg=31,a34002-Flag=N;a01007-Avg=1,a01007-Flag=N;a01008-Avg=11,a01008-Flag=N;a01001-Avg=17,a01001-Flag=N;a01002-Avg=85,a01002-Flag=N;a01006-Avg=95,a01006-Flag=N&&D641',
  B: '##0317QN=20191012133710130;ST=22;CN=2011;PW=123456;MN=Y80110010000010;Flag=4;CP=&&DataTime=20191012133710;a21005-Rtd=0.00,a21005-Flag=N;a21004-Rtd=0.00,a21004-Flag=N;a21007-Rtd=0.033,a21007-Flag=N;a21006-Rtd=0.036,a21006-Flag=N;a21001-Rtd=25.40,a21001-Flag=N;a21003-Rtd=101.94,a21003-Flag=N;a21002-Rtd=49.20,a21002-Flag=N&&CC01',
  C: '##0285QN=20190925181031464;ST=22;CN=2061;PW=BF470F88957588DE902D1A52;MN=Z13401000010301;Flag=5;CP=&&DataTime=20190924220000;a34006-Avg=2.69700,a34006-Flag=N;a34007-Avg=7.96600,a34007-Flag=N;a34048-Avg=3.30600,a34048-Flag=N;a34047-Avg=7.35700,a34047-Flag=N;a34049-Avg=10.66300,a34049-Flag=N&&C181',
  D: '##0162QN=20231008123340461;ST=22;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20231008123340;w01008-SampleTime=20231008123340,w01008-Rtd=123.456&&F441',
  E: '##0137QN=20231008130452757;ST=22;CN=2081;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20231008130452;RestartTime=20231007130452&&3AC0',
  /** With a stray `Flag=N` among the items. */
  F: '##0121QN=20250131202809340;ST=39;CN=2011;PW=123456;MN=0507A010003242;Flag=4;CP=&&DataTime=20250131202809;a34001-Rtd=92;Flag=N&&BF41',
  /** Neither QN nor Flag, DataTime of 17 digits. */
  G: '##0109ST=32;CN=2011;PW=123456;MN=NJGDKYYC202101q0001w0001;CP=&&DataTime=20210305003817000;ele01-Rtd=1;ele02-Rtd=0&&8C41',
  /** Empty CP. */
  H: '##0081QN=20181111151745000;ST=21;CN=2011;PW=123456;MN=YSRDWQGQ1000001001;Flag=5;CP=&&&&7580',
} as const;

export const ACKS = {
  '9011':
    '##0094QN=20160801085857223;ST=91;CN=9011;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&QnRtn=1&&1B00\r\n',
  '9012':
    '##0095QN=20160801085857223;ST=91;CN=9012;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&ExeRtn=1&&6240\r\n',
  '9013': '##0087QN=20160801085857223;ST=91;CN=9013;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&2A80\r\n',
  '9014': '##0087QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&3240\r\n',
} as const;

/** From a public test: the declared check codes are those of Modbus or of nothing; the right ones stand beside. */
export const BAD_CRC = [
  {
    right: '2D00',
    frame:
      '##0275QN=20190901181526940;ST=32;CN=2011;PW=123456;MN=Y80110010000010;Flag=4;CP=&&DataTime=20190901181500;a21005-Rtd=1.760,a21005-Flag=N;a21026-Rtd=106.400,a21026-Flag=N;O3-Rtd=63.400,O3-Flag=N;a21004-Rtd=63.200,a21004-Flag=N;a34002-Rtd=9,a34002-Flag=N;a34004-Rtd=4,a34004-Flag=N&&1100',
  },
  {
    right: '3C00',
    frame:
      '##0136ST=32;CN=2011;PW=123456;MN=LD130133000015;CP=&&DataTime=20160824003817;B01-Rtd=36.91;011-Rtd=231.0,011-Flag=N;060-Rtd=1.803,060-Flag=N&&4980',
  },
  {
    right: '7340',
    frame:
      '##0213QN=20191012133710130;ST=22;CN=2011;PW=123456;MN=Y80110010000010;Flag=4;CP=&&DataTime=20191012133710;a21-Rtd=0.00;a21-Rtd=0.00;a21007-Rtd=0.033;a21006-Rtd=0.036;a21001-Rtd=25.40;a21003-Rtd=101.94;a21002-Rtd=49.20&&f9c1',
  },
  {
    right: 'D801',
    frame:
      '##0204QN=20191112091100598;ST=31;CN=2051;PW=123456;MN=14513567846884;PNO=0002;PNUM=0002;CP=&&DataTime=20230327090000;a01006-Avg=101.85,a01006-Min=101.84,a01006-Max=101.87,a01006-ValidNum=10,a01006-TotalNum=10&&2800',
  },
] as const;

export function segmentIn(frame: string): string {
  return frame.trimEnd().slice(6, -4);
}

/** Sunday 2026-11-22 14:00:00 in Beijing. */
export const DATA_TIME = '20261122130000';

interface Packet {
  readonly qn?: string;
  readonly st?: string;
  readonly cn?: string;
  readonly pw?: string;
  readonly mn?: string;
  readonly flag?: number | '';
  readonly part?: readonly [number: number, count: number];
  readonly content?: string;
}

/** An hour of the sample station as a data segment: 12:00 to 13:00 plus one, answer bit set. */
export function segment(packet: Packet = {}): string {
  const { qn = '20261122140001000', st = '22', cn = '2061', pw = '123456', mn = 'MN1', flag = 5 } = packet;
  const { part, content = `DataTime=${DATA_TIME};a34004-Avg=62,a34004-Flag=N;a05024-Avg=21,a05024-Flag=C` } = packet;
  const parts = part === undefined ? '' : `PNUM=${part[1]};PNO=${part[0]};`;
  const head = `${qn === '' ? '' : `QN=${qn};`}ST=${st};CN=${cn};PW=${pw};MN=${mn};`;
  return `${head}${flag === '' ? '' : `Flag=${flag};`}${parts}CP=&&${content}&&`;
}

export function frame(packet: Packet = {}): string {
  return frameOf(segment(packet));
}
