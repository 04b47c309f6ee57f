//! Names and texts.

pub(super) const GROUPS: &[&str] = &[
    "Riverside Family Practice",
    "Diabetes Prevention",
    "Cardiac Rehabilitation",
    "Harbor Employees",
    "Weight Management",
    "Hypertension Program",
    "Oak Street Clinic",
    "Maternal Health",
    "Asthma Care",
    "Healthy Aging",
    "Westbrook Primary Care",
    "Summit Logistics Employees",
];

pub(super) const FIRST_NAMES: &[&str] = &[
    "Ada", "Amir", "Beatriz", "Carlos", "Chen", "Dana", "Elena", "Farid", "Grace", "Hiro", "Imani",
    "Jonas", "Kavya", "Liam", "Maya", "Noor", "Olga", "Pedro", "Quinn", "Rosa", "Samuel", "Tara",
    "Uma", "Viktor", "Wanda", "Ximena", "Yusuf", "Zoe",
];

pub(super) const LAST_NAMES: &[&str] = &[
    "Abbott",
    "Bergström",
    "Castillo",
    "Delgado",
    "Eriksen",
    "Fischer",
    "García",
    "Hughes",
    "Ibrahim",
    "Johansson",
    "Kaur",
    "Lindqvist",
    "Moreau",
    "Nakamura",
    "O'Connor",
    "Petrov",
    "Quigley",
    "Rossi",
    "Schneider",
    "Tanaka",
    "Underwood",
    "Vasquez",
    "Watanabe",
    "Yilmaz",
    "Zhang",
];

pub(super) const STREETS: &[&str] = &[
    "Maple Street",
    "Harbor Road",
    "Elm Avenue",
    "Station Lane",
    "Hill Street",
];

pub(super) const CITIES: &[(&str, &str, &str)] = &[
    ("Boston", "MA", "02110"),
    ("Portland", "ME", "04101"),
    ("Providence", "RI", "02903"),
    ("Hartford", "CT", "06103"),
    ("Concord", "NH", "03301"),
];

pub(super) const MOTIVES: &[&str] = &[
    "Keeping up with my grandchildren.",
    "Hiking again next summer.",
    "Sleeping through the night.",
    "Feeling less tired at work.",
    "Dancing at my daughter's wedding.",
];

/// Type, title, metric, unit, lowest and highest value.
pub(super) const ACTIONS: &[(&str, &str, &str, &str, u32, u32)] = &[
    (
        "blood_pressure",
        "Record blood pressure",
        "blood_pressure_systolic",
        "mmHg",
        105,
        160,
    ),
    ("weight", "Weigh yourself", "weight", "kg", 55, 120),
    (
        "medication",
        "Take metformin 500 mg",
        "blood_glucose",
        "mg/dL",
        75,
        190,
    ),
];

/// Metric type, LOINC code, unit, lowest and highest value.
pub(super) const METRICS: &[(&str, &str, &str, u32, u32)] = &[
    ("ldl_cholesterol", "13457-7", "mg/dL", 70, 190),
    ("hdl_cholesterol", "2085-9", "mg/dL", 35, 80),
    ("hemoglobin_a1c", "4548-4", "%", 5, 10),
    ("triglycerides", "2571-8", "mg/dL", 60, 300),
    ("heart_rate", "8867-4", "bpm", 55, 100),
    ("creatinine", "2160-0", "umol/L", 50, 120),
];

/// Category, question, answers.
pub(super) const QUESTIONS: &[(&str, &str, &[&str])] = &[
    (
        "lifestyle_behaviors",
        "How many servings of vegetables do you eat on a usual day?",
        &["None", "1 or 2", "3 or more"],
    ),
    (
        "lifestyle_behaviors",
        "How often do you exercise for half an hour?",
        &["Rarely", "Once a week", "Most days"],
    ),
    (
        "lifestyle_behaviors",
        "Do you smoke?",
        &["No", "Sometimes", "Daily"],
    ),
    (
        "mental_wellbeing",
        "How well did you sleep over the past two weeks?",
        &["Badly", "So so", "Well"],
    ),
    (
        "mental_wellbeing",
        "How often have you felt down over the past two weeks?",
        &["Not at all", "Several days", "Nearly every day"],
    ),
    (
        "preventative_care",
        "When was your last dental check-up?",
        &["Within a year", "Longer ago", "I do not know"],
    ),
    (
        "preventative_care",
        "Did you have a flu shot last season?",
        &["Yes", "No", "I do not know"],
    ),
];
