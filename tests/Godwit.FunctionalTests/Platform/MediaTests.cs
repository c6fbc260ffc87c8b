using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Platform;

/// <summary>Images, sound, moderations and rankings through the running executable.</summary>
[Collection(PlatformGroup.Name)]
public sealed class MediaTests(PlatformFixture platform)
{
    [Fact]
    public async Task Images_and_sound_go_both_ways()
    {
        var seen = await platform.Contoso.RunAsync("platform", "media");

        Assert.True(seen.GetProperty("soundBytes").GetInt32() > 44);
        Assert.StartsWith("audio/", seen.Text("soundType"), StringComparison.Ordinal);
        foreach (var text in new[] { "transcript", "plain", "translated", "streamed" })
        {
            Assert.Contains("hello.wav", seen.Text(text), StringComparison.Ordinal);
        }

        Assert.True(seen.GetProperty("image").GetBoolean());
        Assert.True(seen.GetProperty("edited").GetBoolean());
    }

    [Fact]
    public async Task A_moderation_may_leave_the_model_out()
    {
        var seen = await platform.Contoso.RunAsync("platform", "moderation");

        Assert.Equal(JsonValueKind.False, seen.GetProperty("flagged").ValueKind);
        Assert.Equal(2, seen.GetProperty("results").GetInt32());
    }

    [Fact]
    public async Task Each_is_recorded_with_its_operation()
    {
        await platform.Contoso.RunAsync("platform", "moderation");

        await Eventually.ReadAsync(
            () => platform.Server.ReadAsync("requests?limit=1000"),
            requests => requests.GetProperty("items").EnumerateArray()
                .Any(r => r.TryGetProperty("operation", out var o) && o.GetString() == "moderation"
                    && r.Text("decision") == "served"));
    }
}
