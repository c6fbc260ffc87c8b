using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Policy.Tests.Contracts;

/// <summary>The index of what projects have at providers.</summary>
public sealed class OwnedObjectsTests
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly OwnedObjects objects = new();

    [Fact]
    public void A_project_lists_its_own_things_newest_first()
    {
        Take("old", 0);
        Take("new", 2);
        Take("middle", 1);
        Take("other", 3, project: "other");
        Take("batch", 4, kind: OwnedKind.Batch);

        Assert.Equal(["new", "middle", "old"], objects.Of("acme", "app", OwnedKind.File).Select(k => k.Id));
        Assert.Empty(objects.Of("other", "app", OwnedKind.File));
    }

    [Fact]
    public void What_is_gone_stays_gone_in_whatever_order_it_is_told()
    {
        Take("one", 0);
        Take("one", 0, gone: true);
        Take("one", 0);
        Take("two", 0, gone: true);
        Take("two", 0);

        Assert.Empty(objects.Of("acme", "app", OwnedKind.File));
        Assert.True(objects.Knows("acme", "app", new OwnedKey(OwnedKind.File, "openai", "two")));
    }

    private void Take(
        string id, int second, string project = "app", OwnedKind kind = OwnedKind.File, bool gone = false) =>
        objects.Take(
        new OwnedObject(new OwnedKey(kind, "openai", id), "acme", project, Start.AddSeconds(second), gone));
}
