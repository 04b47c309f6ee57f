pub mod note;
pub mod patient;
