using Recoil.Storage.Conformance;

namespace Recoil.Storage.MongoDb.Tests;

/// <summary>What every store must do, run on MongoDB.</summary>
public static class MongoDbSuite
{
    public sealed class When_a_lease_has_passed : Conformance.Budget.When_a_lease_has_passed<MongoStoreUnderTest>;

    public sealed class When_a_reservation_is_asked_for_again : Conformance.Budget.When_a_reservation_is_asked_for_again<MongoStoreUnderTest>;

    public sealed class When_a_reservation_is_settled : Conformance.Budget.When_a_reservation_is_settled<MongoStoreUnderTest>;

    public sealed class When_money_is_reserved : Conformance.Budget.When_money_is_reserved<MongoStoreUnderTest>;

    public sealed class When_money_moves_in_any_order : Conformance.Budget.When_money_moves_in_any_order<MongoStoreUnderTest>;

    public sealed class When_a_shot_has_extra_money : Conformance.Budget.When_a_shot_has_extra_money<MongoStoreUnderTest>;

    public sealed class When_a_project_has_a_cap_for_each_month : Conformance.Budget.When_a_project_has_a_cap_for_each_month<MongoStoreUnderTest>;

    public sealed class When_a_project_has_a_cap : Conformance.Budget.When_a_project_has_a_cap<MongoStoreUnderTest>;

    public sealed class When_a_run_is_admitted : Conformance.Budget.When_a_run_is_admitted<MongoStoreUnderTest>;

    public sealed class When_messages_have_failed : Conformance.Failures.When_messages_have_failed<MongoStoreUnderTest>;

    public sealed class When_a_review_is_added : Conformance.Reviews.When_a_review_is_added<MongoStoreUnderTest>;

    public sealed class When_a_review_is_claimed : Conformance.Reviews.When_a_review_is_claimed<MongoStoreUnderTest>;

    public sealed class When_a_review_is_decided : Conformance.Reviews.When_a_review_is_decided<MongoStoreUnderTest>;

    public sealed class When_a_review_is_found_by_a_short_id : Conformance.Reviews.When_a_review_is_found_by_a_short_id<MongoStoreUnderTest>;

    public sealed class When_open_reviews_are_listed : Conformance.Reviews.When_open_reviews_are_listed<MongoStoreUnderTest>;

    public sealed class When_judges_are_asked : Conformance.Judging.When_judges_are_asked<MongoStoreUnderTest>;

    public sealed class When_takes_are_accepted : Conformance.ApprovedShots.When_takes_are_accepted<MongoStoreUnderTest>;

    public sealed class When_shots_of_a_run_are_kept : Conformance.Runs.When_shots_of_a_run_are_kept<MongoStoreUnderTest>;

    public sealed class When_a_document_has_another_schema : Conformance.Sagas.When_a_document_has_another_schema<MongoStoreUnderTest>;

    public sealed class When_a_document_is_claimed : Conformance.Sagas.When_a_document_is_claimed<MongoStoreUnderTest>;

    public sealed class When_a_document_is_inserted : Conformance.Sagas.When_a_document_is_inserted<MongoStoreUnderTest>;

    public sealed class When_a_document_is_replaced : Conformance.Sagas.When_a_document_is_replaced<MongoStoreUnderTest>;

    public sealed class When_a_document_is_set_aside : Conformance.Sagas.When_a_document_is_set_aside<MongoStoreUnderTest>;

    public sealed class When_an_id_is_taken : Conformance.Sagas.When_an_id_is_taken<MongoStoreUnderTest>;

    public sealed class When_an_outbox_is_delivered : Conformance.Sagas.When_an_outbox_is_delivered<MongoStoreUnderTest>;

    public sealed class When_documents_are_due : Conformance.Sagas.When_documents_are_due<MongoStoreUnderTest>;

    public sealed class When_documents_have_expired : Conformance.Sagas.When_documents_have_expired<MongoStoreUnderTest>;

    public sealed class When_documents_are_listed : Conformance.Sagas.When_documents_are_listed<MongoStoreUnderTest>;

    public sealed class When_nothing_is_stored : Conformance.Sagas.When_nothing_is_stored<MongoStoreUnderTest>;

    public sealed class When_the_transport_has_forgotten_its_messages : Conformance.Sagas.When_the_transport_has_forgotten_its_messages<MongoStoreUnderTest>;

    public sealed class When_two_writers_replace_the_same_version : Conformance.Sagas.When_two_writers_replace_the_same_version<MongoStoreUnderTest>;

    public sealed class When_takes_of_several_runs_wait : Conformance.Takes.When_takes_of_several_runs_wait<MongoStoreUnderTest>;

    public sealed class When_a_priority_is_set : Conformance.Steering.When_a_priority_is_set<MongoStoreUnderTest>;

    public sealed class When_work_is_paused : Conformance.Steering.When_work_is_paused<MongoStoreUnderTest>;

    public sealed class When_a_take_is_queued : Conformance.Takes.When_a_take_is_queued<MongoStoreUnderTest>;

    public sealed class When_a_take_is_claimed : Conformance.Takes.When_a_take_is_claimed<MongoStoreUnderTest>;

    public sealed class When_a_take_is_submitted : Conformance.Takes.When_a_take_is_submitted<MongoStoreUnderTest>;

    public sealed class When_a_result_is_delivered : Conformance.Takes.When_a_result_is_delivered<MongoStoreUnderTest>;

    public sealed class When_a_provider_account_has_limits : Conformance.Takes.When_a_provider_account_has_limits<MongoStoreUnderTest>;

    public sealed class When_takes_are_old : Conformance.Takes.When_takes_are_old<MongoStoreUnderTest>;

    public sealed class When_reservations_are_old : Conformance.Budget.When_reservations_are_old<MongoStoreUnderTest>;

    public sealed class When_reviews_are_old : Conformance.Reviews.When_reviews_are_old<MongoStoreUnderTest>;

    public sealed class When_every_document_is_shown : Conformance.When_every_document_is_shown<MongoStoreUnderTest>;

    public sealed class When_a_take_ends : Conformance.Takes.When_a_take_ends<MongoStoreUnderTest>;

    public sealed class When_a_take_is_cancelled : Conformance.Takes.When_a_take_is_cancelled<MongoStoreUnderTest>;

    public sealed class When_the_suite_grows
    {
        [Fact]
        public void Every_class_of_it_is_run_here()
        {
            var here = typeof(MongoDbSuite).GetNestedTypes().Select(type => type.BaseType!).Where(type => type.IsGenericType)
                .Select(type => type.GetGenericTypeDefinition().FullName);
            var all = typeof(StoreTest<>).Assembly.GetTypes().Where(type => type.Name.StartsWith("When_", StringComparison.Ordinal))
                .Select(type => type.FullName);

            here.ShouldBe(all, ignoreOrder: true);
        }
    }
}
