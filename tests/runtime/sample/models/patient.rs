use serde::{Deserialize, Serialize};

use super::super::runtime::jsonapi::{
    Create, Document, Kind, NewResource, NewToMany, Resource, ResourceUpdate, ToMany, Update,
};
use super::super::runtime::{Patch, string_enum};

/// The kind of resource `patient`.
pub enum Patient {}

impl Kind for Patient {
    const TYPE: &'static str = "patient";
    type Attributes = PatientAttributes;
    type Relationships = Option<PatientRelationships>;
}

impl Create for Patient {
    type CreateAttributes = PatientCreateAttributes;
    type CreateRelationships = Option<PatientCreateRelationships>;
}

impl Update for Patient {
    type UpdateAttributes = PatientUpdateAttributes;
    type UpdateRelationships = PatientCreateRelationships;
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PatientAttributes {
    pub first_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PatientCreateAttributes {
    pub first_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
}

impl PatientCreateAttributes {
    pub fn new(first_name: impl Into<String>) -> Self {
        Self {
            first_name: first_name.into(),
            last_name: None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PatientUpdateAttributes {
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub first_name: Patch<String>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub last_name: Patch<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PatientRelationships {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<ToMany<Group>>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PatientCreateRelationships {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<NewToMany<Group>>,
}

/// The kind of resource `group`.
pub enum Group {}

impl Kind for Group {
    const TYPE: &'static str = "group";
    type Attributes = GroupAttributes;
    type Relationships = Option<super::super::runtime::jsonapi::Map>;
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GroupAttributes {
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Gender {
    Male,
    Female,
    Unknown(String),
}

string_enum!(Gender {
    Male: "male",
    Female: "female"
});

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FetchMeta {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub req_id: Option<String>,
}

pub type FetchPatientsResponse = Document<Vec<Resource<Patient>>, FetchMeta>;
pub type FetchPatientResponse = Document<Resource<Patient>>;
pub type CreatePatientRequest = Document<NewResource<Patient>>;
pub type UpdatePatientRequest = Document<ResourceUpdate<Patient>>;
