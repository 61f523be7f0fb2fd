//! What the store promises, on whichever database.

/// Two tests of each case: `CASE::on_sqlite` and `CASE::on_postgresql`.
macro_rules! contract {
    ($($case:ident)+) => { $(
        mod $case {
            #[tokio::test]
            async fn on_sqlite() {
                let (store, _folder) = super::sqlite().await;
                super::seed(&store).await;
                super::$case(&store).await;
            }

            #[tokio::test]
            async fn on_postgresql() {
                let url = super::postgres::start().url(&format!("contract_{}", stringify!($case)));
                let store = super::store::connect(&url).await.unwrap();
                super::seed(&store).await;
                super::$case(&store).await;
            }
        }
    )+ };
}
