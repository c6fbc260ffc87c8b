using Godwit.Control.Secrets;
using Xunit;

namespace Godwit.Control.Tests.Secrets;

public sealed class SecretSealerTests : IDisposable
{
    private readonly TestFolder data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void What_was_sealed_opens_after_a_restart_and_looks_different_each_time()
    {
        var sealedText = Sealer().Seal("secret", "a");

        Assert.Equal("secret", Sealer().Open(sealedText, "a"));
        Assert.NotEqual(sealedText, Sealer().Seal("secret", "a"));
    }

    [Fact]
    public void What_was_sealed_for_something_else_or_changed_does_not_open()
    {
        var sealedText = Sealer().Seal("secret", "a");
        var changed = Convert.FromBase64String(sealedText);
        changed[^1] ^= 1;

        Assert.Null(Sealer().Open(sealedText, "b"));
        Assert.Null(Sealer().Open(Convert.ToBase64String(changed), "a"));
        Assert.Null(Sealer().Open("no base 64!", "a"));
        Assert.Null(Sealer().Open("", "a"));
    }

    [Fact]
    public void A_key_of_the_environment_wins_and_a_wrong_one_is_named()
    {
        var key = Convert.ToBase64String(new byte[32]);
        var sealedText = Sealer(key).Seal("secret", "a");

        Assert.Null(Sealer().Open(sealedText, "a"));
        Assert.Equal("secret", Sealer(key).Open(sealedText, "a"));
        var e = Assert.Throws<InvalidOperationException>(() => Sealer("short"));
        Assert.Contains("GODWIT_DATA_KEY", e.Message, StringComparison.Ordinal);
    }

    private SecretSealer Sealer(string? key = null) => new(new DataFolder(data.Path), _ => key);
}
