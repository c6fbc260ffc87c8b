using Godwit.Gateway.ResponseSockets;
using Godwit.Gateway.ResponseState;
using Godwit.Policy.Access;
using Xunit;

namespace Godwit.Gateway.Tests.ResponseSockets;

public sealed class SocketMemoryTests
{
    private static readonly ProjectRules Owner = new() { Name = "web", Organization = "acme" };
    private readonly SocketBudget budget = new(100);

    [Fact]
    public async Task The_oldest_goes_when_there_is_no_room_for_the_newest()
    {
        using var memory = new SocketMemory(new Nothing(), budget, 50);
        StoredResponse[] made = [Made(20), Made(20), Made(20)];
        Assert.All(made, one => Assert.True(memory.Keep(one)));

        Assert.Null(await Find(memory, made[0]));
        Assert.Same(made[1], await Find(memory, made[1]));
        Assert.Same(made[2], await Find(memory, made[2]));
        Assert.False(memory.Keep(Made(51)));
    }

    [Fact]
    public void All_connections_share_what_there_is_and_give_it_back()
    {
        var first = new SocketMemory(new Nothing(), budget, 80);
        using var second = new SocketMemory(new Nothing(), budget, 80);
        Assert.True(first.Keep(Made(60)));
        Assert.False(second.Keep(Made(60)));
        first.Dispose();
        Assert.True(second.Keep(Made(60)));
    }

    [Fact]
    public async Task Another_owner_finds_nothing()
    {
        using var memory = new SocketMemory(new Nothing(), budget, 50);
        var made = Made(10);
        memory.Keep(made);
        var other = new ProjectRules { Name = "web", Organization = "other" };
        Assert.Null(await memory.FindAsync(made.Id, other, CancellationToken.None));
        memory.Forget(made.Id);
        Assert.Null(await Find(memory, made));
    }

    private static ValueTask<StoredResponse?> Find(SocketMemory memory, StoredResponse one) =>
        memory.FindAsync(one.Id, Owner, CancellationToken.None);

    private static StoredResponse Made(int size) => new(
        Guid.NewGuid(), Owner.Organization, Owner.Name, DateTimeOffset.MaxValue, null, new byte[size], default);

    private sealed class Nothing : IResponseStore
    {
        public TimeSpan Retention => TimeSpan.Zero;

        public bool Keep(StoredResponse response) => false;

        public ValueTask<StoredResponse?> FindAsync(Guid id, ProjectRules owner, CancellationToken cancellation) =>
            default;

        public void Forget(Guid id)
        {
        }
    }
}
