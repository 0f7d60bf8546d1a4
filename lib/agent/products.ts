/** Whose names commands, paths, services and variables have: Wazuh's, those of its fork Cyb3rhq, or of OSSEC, which both come from. */
export const PRODUCTS = ['wazuh', 'cyb3rhq', 'ossec'] as const
export type Product = (typeof PRODUCTS)[number]
