using Recoil.Storage.Conformance;

namespace Recoil.Storage.Tests;

/// <summary>What every store must do, run on the embedded one.</summary>
public static class Embedded
{
    public sealed class When_a_lease_has_passed : Conformance.Budget.When_a_lease_has_passed<EmbeddedStoreUnderTest>;

    public sealed class When_a_reservation_is_asked_for_again : Conformance.Budget.When_a_reservation_is_asked_for_again<EmbeddedStoreUnderTest>;

    public sealed class When_a_reservation_is_settled : Conformance.Budget.When_a_reservation_is_settled<EmbeddedStoreUnderTest>;

    public sealed class When_money_is_reserved : Conformance.Budget.When_money_is_reserved<EmbeddedStoreUnderTest>;

    public sealed class When_money_moves_in_any_order : Conformance.Budget.When_money_moves_in_any_order<EmbeddedStoreUnderTest>;

    public sealed class When_a_shot_has_extra_money : Conformance.Budget.When_a_shot_has_extra_money<EmbeddedStoreUnderTest>;

    public sealed class When_a_project_has_a_cap_for_each_month : Conformance.Budget.When_a_project_has_a_cap_for_each_month<EmbeddedStoreUnderTest>;

    public sealed class When_a_project_has_a_cap : Conformance.Budget.When_a_project_has_a_cap<EmbeddedStoreUnderTest>;

    public sealed class When_a_run_is_admitted : Conformance.Budget.When_a_run_is_admitted<EmbeddedStoreUnderTest>;

    public sealed class When_messages_have_failed : Conformance.Failures.When_messages_have_failed<EmbeddedStoreUnderTest>;

    public sealed class When_a_review_is_added : Conformance.Reviews.When_a_review_is_added<EmbeddedStoreUnderTest>;

    public sealed class When_a_review_is_claimed : Conformance.Reviews.When_a_review_is_claimed<EmbeddedStoreUnderTest>;

    public sealed class When_a_review_is_decided : Conformance.Reviews.When_a_review_is_decided<EmbeddedStoreUnderTest>;

    public sealed class When_a_review_is_found_by_a_short_id : Conformance.Reviews.When_a_review_is_found_by_a_short_id<EmbeddedStoreUnderTest>;

    public sealed class When_open_reviews_are_listed : Conformance.Reviews.When_open_reviews_are_listed<EmbeddedStoreUnderTest>;

    public sealed class When_judges_are_asked : Conformance.Judging.When_judges_are_asked<EmbeddedStoreUnderTest>;

    public sealed class When_takes_are_accepted : Conformance.ApprovedShots.When_takes_are_accepted<EmbeddedStoreUnderTest>;

    public sealed class When_shots_of_a_run_are_kept : Conformance.Runs.When_shots_of_a_run_are_kept<EmbeddedStoreUnderTest>;

    public sealed class When_a_document_has_another_schema : Conformance.Sagas.When_a_document_has_another_schema<EmbeddedStoreUnderTest>;

    public sealed class When_a_document_is_claimed : Conformance.Sagas.When_a_document_is_claimed<EmbeddedStoreUnderTest>;

    public sealed class When_a_document_is_inserted : Conformance.Sagas.When_a_document_is_inserted<EmbeddedStoreUnderTest>;

    public sealed class When_a_document_is_replaced : Conformance.Sagas.When_a_document_is_replaced<EmbeddedStoreUnderTest>;

    public sealed class When_a_document_is_set_aside : Conformance.Sagas.When_a_document_is_set_aside<EmbeddedStoreUnderTest>;

    public sealed class When_an_id_is_taken : Conformance.Sagas.When_an_id_is_taken<EmbeddedStoreUnderTest>;

    public sealed class When_an_outbox_is_delivered : Conformance.Sagas.When_an_outbox_is_delivered<EmbeddedStoreUnderTest>;

    public sealed class When_documents_are_due : Conformance.Sagas.When_documents_are_due<EmbeddedStoreUnderTest>;

    public sealed class When_documents_have_expired : Conformance.Sagas.When_documents_have_expired<EmbeddedStoreUnderTest>;

    public sealed class When_documents_are_listed : Conformance.Sagas.When_documents_are_listed<EmbeddedStoreUnderTest>;

    public sealed class When_nothing_is_stored : Conformance.Sagas.When_nothing_is_stored<EmbeddedStoreUnderTest>;

    public sealed class When_the_transport_has_forgotten_its_messages : Conformance.Sagas.When_the_transport_has_forgotten_its_messages<EmbeddedStoreUnderTest>;

    public sealed class When_two_writers_replace_the_same_version : Conformance.Sagas.When_two_writers_replace_the_same_version<EmbeddedStoreUnderTest>;

    public sealed class When_takes_of_several_runs_wait : Conformance.Takes.When_takes_of_several_runs_wait<EmbeddedStoreUnderTest>;

    public sealed class When_a_priority_is_set : Conformance.Steering.When_a_priority_is_set<EmbeddedStoreUnderTest>;

    public sealed class When_work_is_paused : Conformance.Steering.When_work_is_paused<EmbeddedStoreUnderTest>;

    public sealed class When_a_take_is_queued : Conformance.Takes.When_a_take_is_queued<EmbeddedStoreUnderTest>;

    public sealed class When_a_take_is_claimed : Conformance.Takes.When_a_take_is_claimed<EmbeddedStoreUnderTest>;

    public sealed class When_a_take_is_submitted : Conformance.Takes.When_a_take_is_submitted<EmbeddedStoreUnderTest>;

    public sealed class When_a_result_is_delivered : Conformance.Takes.When_a_result_is_delivered<EmbeddedStoreUnderTest>;

    public sealed class When_a_provider_account_has_limits : Conformance.Takes.When_a_provider_account_has_limits<EmbeddedStoreUnderTest>;

    public sealed class When_takes_are_old : Conformance.Takes.When_takes_are_old<EmbeddedStoreUnderTest>;

    public sealed class When_reservations_are_old : Conformance.Budget.When_reservations_are_old<EmbeddedStoreUnderTest>;

    public sealed class When_reviews_are_old : Conformance.Reviews.When_reviews_are_old<EmbeddedStoreUnderTest>;

    public sealed class When_every_document_is_shown : Conformance.When_every_document_is_shown<EmbeddedStoreUnderTest>;

    public sealed class When_a_take_ends : Conformance.Takes.When_a_take_ends<EmbeddedStoreUnderTest>;

    public sealed class When_a_take_is_cancelled : Conformance.Takes.When_a_take_is_cancelled<EmbeddedStoreUnderTest>;

    public sealed class When_the_suite_grows
    {
        [Fact]
        public void Every_class_of_it_is_run_here()
        {
            var here = typeof(Embedded).GetNestedTypes().Select(type => type.BaseType!).Where(type => type.IsGenericType)
                .Select(type => type.GetGenericTypeDefinition().FullName);
            var all = typeof(StoreTest<>).Assembly.GetTypes().Where(type => type.Name.StartsWith("When_", StringComparison.Ordinal))
                .Select(type => type.FullName);

            here.ShouldBe(all, ignoreOrder: true);
        }
    }
}
