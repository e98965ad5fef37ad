// Phone numbers: the form in which the sandbox knows a person.

/** A phone as it is dialled at home, in digits. @param {string} phone */
export const national = (phone) => phone.replace(/[\s.()-]/g, "").replace(/^\+?84(?=\d{9})/, "0");
