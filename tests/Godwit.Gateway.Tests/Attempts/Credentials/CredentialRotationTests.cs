using Godwit.Gateway.Attempts.Credentials;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts.Credentials;

/// <summary>Whose turn it is, and what is known of a credential over time and snapshots.</summary>
public sealed class CredentialRotationTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly SnapshotHolder snapshots = new();
    private readonly CredentialRotation rotation;

    public CredentialRotationTests() => rotation = new CredentialRotation(snapshots, new GatewayOptions());

    public void Dispose() => rotation.Dispose();

    [Fact]
    public void Requests_take_credentials_in_turn()
    {
        var provider = Publish("a", "b", "c");
        Assert.Equal([0, 1, 2, 0, 1, 2], Enumerable.Range(0, 6).Select(_ => rotation.Next(provider, 0, Now)!.Value));
    }

    [Fact]
    public void Many_threads_take_each_as_often_as_any_other()
    {
        var provider = Publish("a", "b", "c", "d");
        var taken = new int[4];
        Parallel.For(0, 4000, _ => Interlocked.Increment(ref taken[rotation.Next(provider, 0, Now)!.Value]));
        Assert.Equal([1000, 1000, 1000, 1000], taken);
    }

    [Fact]
    public void One_that_rests_is_passed_over_until_its_time_is_up()
    {
        var provider = Publish("a", "b");
        Fail(provider, 0, Now, Minute);
        Assert.Equal([1, 1, 1], Enumerable.Range(0, 3).Select(_ => rotation.Next(provider, 0, Now)!.Value));
        var later = Enumerable.Range(0, 4).Select(_ => rotation.Next(provider, 0, Now + Minute)!.Value);
        Assert.Equal(2, later.Distinct().Count());
    }

    [Fact]
    public void When_all_rest_the_one_that_failed_longest_ago_is_tried_and_then_no_other()
    {
        var provider = Publish("a", "b", "c");
        Fail(provider, 1, Now, Minute);
        Fail(provider, 0, Now.AddSeconds(1), Minute);
        Fail(provider, 2, Now.AddSeconds(2), Minute);
        Assert.Equal(1, rotation.Next(provider, 0, Now.AddSeconds(3)));
        Assert.Null(rotation.Next(provider, 0b010, Now.AddSeconds(3)));
    }

    [Fact]
    public void A_request_gets_each_credential_once()
    {
        var provider = Publish("a", "b", "c");
        Assert.Equal(1, rotation.Next(provider, 0b001, Now));
        Assert.Equal(2, rotation.Next(provider, 0b011, Now));
        Assert.Null(rotation.Next(provider, 0b111, Now));
        Assert.Null(rotation.Next(Publish("a"), 0b1, Now));
    }

    [Fact]
    public void A_conversation_keeps_to_one_credential_and_goes_back_to_it_when_it_is_well_again()
    {
        var provider = Publish("a", "b", "c", "d");
        foreach (var conversation in Enumerable.Range(1, 50))
        {
            var pick = new CredentialPick(Conversation: (uint)conversation);
            var home = rotation.Next(provider, 0, Now, pick)!.Value;
            Assert.All(Enumerable.Range(0, 3), _ => Assert.Equal(home, rotation.Next(provider, 0, Now, pick)));
            Fail(provider, home, Now, Minute);
            var away = rotation.Next(provider, 0, Now, pick);
            Assert.NotEqual(home, away);
            Assert.Equal(away, rotation.Next(provider, 0, Now, pick));
            Assert.Equal(home, rotation.Next(provider, 0, Now + Minute, pick));
            rotation.StateOf(provider, provider.Credentials[home]).Succeed(Now + Minute);
        }
    }

    [Fact]
    public void Conversations_are_spread_and_a_credential_that_comes_moves_only_those_it_takes()
    {
        var before = Homes(Publish("a", "b", "c"));
        Assert.All(before.GroupBy(key => key), taken => Assert.InRange(taken.Count(), 250, 420));
        var after = Homes(Publish("new", "a", "b", "c"));
        Assert.All(before.Zip(after), pair => Assert.True(pair.First == pair.Second || pair.Second == "new"));

        string[] Homes(ProviderRules provider) =>
        [
            .. Enumerable.Range(1, 1000).Select(conversation => provider.Credentials[
                rotation.Next(provider, 0, Now, new CredentialPick(Conversation: (uint)conversation))!.Value]
                .Reveal(CredentialForm.Whole)!),
        ];
    }

    [Fact]
    public void When_one_account_only_will_do_no_other_is_taken_however_long_it_rests()
    {
        var provider = Publish("a", "b", "c");
        var ring = rotation.RingOf(provider);
        var pick = new CredentialPick(ring.Others(ring.AccountOf(1)), OneAccount: true);
        Assert.Equal([1, 1], Enumerable.Range(0, 2).Select(_ => rotation.Next(provider, 0, Now, pick)!.Value));
        Fail(provider, 1, Now, Minute);
        Assert.Null(rotation.Next(provider, 0, Now, pick));
        Assert.Equal(Now + Minute, ring.RestedAt(pick.Except));
        Assert.Equal(1, rotation.Next(provider, 0, Now + Minute, pick));
    }

    [Fact]
    public void An_account_without_a_name_has_the_same_label_wherever_it_stands_and_none_of_its_secret()
    {
        var first = rotation.RingOf(Publish("a", "b"));
        var second = rotation.RingOf(Publish("c", "b", "a"));
        Assert.Equal(first.AccountOf(0), second.AccountOf(2));
        Assert.Equal(3, Enumerable.Range(0, 3).Select(second.AccountOf).Distinct().Count());
        using var elsewhere = new CredentialRotation(
            snapshots, new GatewayOptions { SealedIdKey = "another installation"u8.ToArray() });
        Assert.NotEqual(first.AccountOf(0), elsewhere.RingOf(Publish("a", "b")).AccountOf(0));
    }

    [Fact]
    public void What_is_known_of_a_credential_is_kept_over_snapshots_as_long_as_it_is_the_same()
    {
        var provider = Publish("a", "b");
        Fail(provider, 0, Now, Minute);
        Assert.Equal([1, 2], Taken(Publish("new", "b", "c", "a")).Except([0]));
        Assert.Equal([0, 1], Taken(Publish("other", "b")));
        Assert.Equal([0, 1], Taken(Publish("a", "b")));

        IEnumerable<int> Taken(ProviderRules rules) =>
            Enumerable.Range(0, 8).Select(_ => rotation.Next(rules, 0, Now)!.Value).Distinct().Order();
    }

    [Fact]
    public void Failures_in_a_row_count_up_and_those_of_attempts_that_ran_side_by_side_count_once()
    {
        var state = new CredentialState();
        Assert.Equal(1, Fail(state, Now, Now.AddSeconds(1))!.Failures);
        Assert.Null(Fail(state, Now, Now.AddSeconds(2)));
        Assert.Equal(2, Fail(state, Now.AddSeconds(60), Now.AddSeconds(61))!.Failures);

        // It had begun before the failure, and says nothing of what came after.
        state.Succeed(Now.AddSeconds(60));
        Assert.True(state.RestsAt(Now.AddSeconds(62)));
        state.Succeed(Now.AddSeconds(90));
        Assert.False(state.RestsAt(Now.AddSeconds(62)));
        Assert.Equal(1, Fail(state, Now.AddSeconds(100), Now.AddSeconds(101))!.Failures);
    }

    private static CredentialRest? Fail(CredentialState state, DateTimeOffset started, DateTimeOffset ended) =>
        state.Fail(started, ended, failures => Minute * failures);

    private void Fail(ProviderRules provider, int index, DateTimeOffset now, TimeSpan wait) =>
        rotation.StateOf(provider, provider.Credentials[index]).Fail(now, now, _ => wait);

    private ProviderRules Publish(params string[] keys)
    {
        var snapshot = CredentialSamples.Keys(keys);
        snapshots.Publish(snapshot);
        return snapshot.Providers.Single();
    }
}
