using Godwit.Gateway.ResponseState;
using Godwit.Policy.Access;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.State;

public sealed class ResponseStoreTests : IDisposable
{
    private static readonly ProjectRules Owner = new() { Name = "web", Organization = "acme" };
    private readonly string folder = Directory.CreateTempSubdirectory("godwit-responses-").FullName;
    private readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-11-25T00:00:00Z", null));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_response_is_found_at_once_and_after_it_was_written()
    {
        using var store = Open();
        var kept = Made();
        Assert.True(store.Keep(kept));
        Assert.Same(kept, await Find(store, kept.Id));

        store.WriteWaiting();
        var read = await Find(store, kept.Id);

        Assert.NotSame(kept, read);
        Assert.Equal(kept.Input.ToArray(), read!.Input.ToArray());
        Assert.Equal(kept.Response.ToArray(), read.Response.ToArray());
        Assert.Equal(kept.Previous, read.Previous);
    }

    [Fact]
    public async Task It_outlives_the_process_and_a_forgotten_one_stays_forgotten()
    {
        var (kept, gone) = (Made(), Made());
        using (var store = Open())
        {
            store.Keep(kept);
            store.Keep(gone);
            store.WriteWaiting();
            store.Forget(gone.Id);
        }

        using var again = Open();
        Assert.NotNull(await Find(again, kept.Id));
        Assert.Null(await Find(again, gone.Id));
    }

    [Fact]
    public async Task One_that_is_kept_anew_takes_the_place_of_the_other_and_outlives_the_process()
    {
        var first = Made();
        var (second, third) = (first with { Response = "2"u8.ToArray() }, first with { Response = "3"u8.ToArray() });
        using (var store = Open())
        {
            store.Keep(first);
            store.Keep(second);
            Assert.Same(second, await Find(store, first.Id));
            store.WriteWaiting();
            store.Keep(third);
            Assert.Same(third, await Find(store, first.Id));
            store.WriteWaiting();
        }

        using var again = Open();
        Assert.Equal("3"u8.ToArray(), (await Find(again, first.Id))!.Response.ToArray());
    }

    [Fact]
    public async Task It_does_not_exist_for_another_owner_or_under_another_key()
    {
        var kept = Made();
        using (var store = Open())
        {
            store.Keep(kept);
            var other = new ProjectRules { Name = "web", Organization = "other" };
            Assert.Null(await store.FindAsync(kept.Id, other, CancellationToken.None));
        }

        using var stranger = Open(key: "another key of 16+");
        Assert.Null(await Find(stranger, kept.Id));
    }

    [Fact]
    public async Task It_is_forgotten_when_its_time_is_over()
    {
        using var store = Open();
        var kept = Made();
        store.Keep(kept);
        store.WriteWaiting();
        time.Advance(TimeSpan.FromDays(31));

        Assert.Null(await Find(store, kept.Id));
    }

    [Fact]
    public async Task Files_past_the_limit_are_let_go_the_oldest_first()
    {
        var (old, young) = (Made(), Made());
        using (var first = Open())
            first.Keep(old);
        using (var second = Open())
            second.Keep(young);
        using var store = Open(most: 1500);

        Assert.Single(Directory.GetFiles(folder, "*.responses"));
        Assert.Null(await Find(store, old.Id));
        Assert.NotNull(await Find(store, young.Id));
    }

    [Fact]
    public async Task A_torn_end_costs_the_last_response_only()
    {
        var (whole, torn) = (Made(), Made());
        using (var store = Open())
        {
            store.Keep(whole);
            store.Keep(torn);
        }

        var file = Directory.GetFiles(folder, "*.responses").Single();
        using (var stream = File.OpenWrite(file))
            stream.SetLength(stream.Length - 10);
        using var again = Open();

        Assert.NotNull(await Find(again, whole.Id));
        Assert.Null(await Find(again, torn.Id));
    }

    [Fact]
    public void Words_of_the_conversation_are_not_readable_in_the_file()
    {
        using (var store = Open())
            store.Keep(Made());
        var bytes = File.ReadAllBytes(Directory.GetFiles(folder, "*.responses").Single());

        Assert.Equal(-1, bytes.AsSpan().IndexOf("secret words"u8));
    }

    private static ValueTask<StoredResponse?> Find(ResponseStore store, Guid id) =>
        store.FindAsync(id, Owner, CancellationToken.None);

    private ResponseStore Open(string key = "a key of 16 bytes", long most = 1_000_000)
    {
        var options = new GatewayOptions { SealedIdKey = System.Text.Encoding.UTF8.GetBytes(key) };
        options.Responses.Folder = folder;
        options.Responses.MaxBytes = most;
        return new ResponseStore(options, time, NullLogger<ResponseStore>.Instance);
    }

    private StoredResponse Made() => new(
        Guid.CreateVersion7(), Owner.Organization, Owner.Name, time.GetUtcNow().AddDays(30), Guid.NewGuid(),
        "\"secret words\""u8.ToArray(), new byte[1000]);
}
