/** The district's departments. The slow ones take three to five times as long; the truth of the demo says so. */
export interface DemoDepartment {
  readonly departmentId: string;
  readonly name: string;
  readonly officers: readonly string[];
  readonly slow?: true;
}

export const INTAKE = 'intake';
/** Issues reminders and rulings, takes ratings; it never holds a request. */
export const HALL_OFFICE = 'hall-office';
export const PING_PONG_PAIR = ['water', 'urban-management'] as const;
/** Passes on what it does not like within minutes. */
export const HOT_POTATO_DEPARTMENT = 'transport';

export const DEMO_DEPARTMENTS: readonly DemoDepartment[] = [
  { departmentId: INTAKE, name: 'Intake counter 综合受理窗口', officers: ['Wang Fang 王芳', 'Li Na 李娜', 'Zhang Min 张敏', 'Liu Yang 刘洋', 'Chen Jing 陈静'] },
  { departmentId: 'planning', name: 'Planning 规划局', officers: ['Zhao Lei 赵磊', 'Huang Qiang 黄强', 'Zhou Jie 周杰', 'Wu Xia 吴霞'] },
  { departmentId: 'construction', name: 'Construction 住房和城乡建设局', officers: ['Xu Gang 徐刚', 'Sun Ping 孙平', 'Ma Hui 马辉'] },
  { departmentId: 'fire-safety', name: 'Fire safety 消防支队', officers: ['Zhu Bin 朱斌', 'Hu Jun 胡军', 'Guo Peng 郭鹏'], slow: true },
  { departmentId: 'environment', name: 'Environment 生态环境局', officers: ['He Yan 何燕', 'Lin Tao 林涛', 'Gao Xin 高欣'], slow: true },
  { departmentId: 'water', name: 'Water 水务局', officers: ['Luo Yong 罗勇', 'Liang Wen 梁文', 'Song Kai 宋凯'] },
  { departmentId: 'transport', name: 'Transport 交通运输局', officers: ['Zheng Hao 郑浩', 'Xie Mei 谢梅', 'Tang Bo 唐波', 'Han Xue 韩雪'] },
  { departmentId: 'health', name: 'Health 卫生健康局', officers: ['Feng Juan 冯娟', 'Deng Li 邓丽', 'Cao Yu 曹宇'] },
  { departmentId: 'market', name: 'Market supervision 市场监督管理局', officers: ['Peng Fei 彭飞', 'Zeng Qin 曾琴', 'Xiao Long 肖龙', 'Tian Ye 田野'] },
  { departmentId: 'licensing', name: 'Licensing 行政审批局', officers: ['Dong Hua 董华', 'Yuan Bing 袁冰', 'Pan Yue 潘悦', 'Yu Chao 于超', 'Jiang Nan 蒋楠'] },
  { departmentId: 'social-security', name: 'Social security 人力资源和社会保障局', officers: ['Cai Ling 蔡玲', 'Jia Rui 贾瑞', 'Ding Hong 丁红'] },
  { departmentId: 'urban-management', name: 'Urban management 城市管理局', officers: ['Wei Dong 魏东', 'Xue Song 薛松', 'Ye Qing 叶青', 'Yan Ming 阎明'] },
  { departmentId: HALL_OFFICE, name: 'Hall administration 政务服务管理办公室', officers: ['Du Juan 杜鹃', 'Su Wei 苏伟', 'Lu Jian 卢健'] },
];

const slow = new Set(DEMO_DEPARTMENTS.filter((department) => department.slow).map((department) => department.departmentId));
export const isSlow = (departmentId: string): boolean => slow.has(departmentId);

export const officerIdOf = (departmentId: string, index: number): string => `${departmentId}-${String(index + 1).padStart(2, '0')}`;

const officerIds = new Map(
  DEMO_DEPARTMENTS.map(({ departmentId, officers }) => [departmentId, officers.map((_, index) => officerIdOf(departmentId, index))]),
);
/** @throws RangeError for a department the demo does not have. */
export function officersOf(departmentId: string): readonly string[] {
  const officers = officerIds.get(departmentId);
  if (!officers) throw new RangeError(`The demo hall has no department ${departmentId}`);
  return officers;
}
