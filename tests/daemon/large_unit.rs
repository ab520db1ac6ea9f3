//! A unit of so many people that they are not evaluated all at once.

use crate::world::World;

/// A row of staff, moved to one unit where it is one of the staff's own.
fn into_one_unit(name: &str, row: &str) -> String {
    let mut cells: Vec<&str> = row.split(';').collect();
    if name == "pegawai.csv" {
        (cells[3], cells[4]) = ("setda", "Sekretariat Daerah");
    }
    cells.join(";")
}

async fn results(world: &World) -> Vec<String> {
    let rows = "SELECT nip || ' ' || IFNULL(predicate, '-') || ' ' || IFNULL(total, '-') || ' ' || derivation
                FROM result JOIN employee ON employee.id = result.employee_id ORDER BY nip";
    world.sql().await.texts(rows).await
}

#[tokio::test]
async fn people_have_the_same_results_in_one_large_unit_as_in_many_small_ones() {
    let small = World::of_rows(|_, row| Some(row.to_owned())).await;
    let large = World::of_rows(|name, row| Some(into_one_unit(name, row))).await;
    for world in [&small, &large] {
        world.evaluate().await;
    }
    let units = "SELECT COUNT(DISTINCT unit) FROM run";
    assert_eq!(large.sql().await.number(units).await, 1);
    assert!(small.sql().await.number(units).await > 5);
    let (small, large) = (results(&small).await, results(&large).await);
    assert_eq!(small.len(), 203);
    assert_eq!(small, large);
}
