using System.Text;
using Godwit.Gateway.State;
using Godwit.Policy.Access;
using Xunit;

namespace Godwit.Gateway.Tests.State;

public sealed class SealedIdsTests
{
    private static readonly ProjectRules Owner = new() { Name = "web", Organization = "acme" };
    private readonly SealedIds ids = new(new GatewayOptions { SealedIdKey = "0123456789abcdef"u8.ToArray() });

    [Fact]
    public void An_id_opens_for_its_owner_with_everything_in_it()
    {
        var made = Made() with { Route = "gpt-4o", ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000) };
        var text = ids.Seal(made)!;

        Assert.StartsWith("resp_", text, StringComparison.Ordinal);
        Assert.DoesNotContain("resp_native", text, StringComparison.Ordinal);
        Assert.Equal(made, ids.Open(SealedIdPurpose.Response, Owner, text));
    }

    [Fact]
    public void It_knows_the_account_and_the_request_that_asked_for_it_in_the_background()
    {
        foreach (var made in (SealedId[])
            [
                Made() with { Account = "team-a" },
                Made() with { Background = new BackgroundResponse(Guid.NewGuid(), "gpt-5") },
                Made() with
                {
                    Account = "#0123", Route = "r", Background = new BackgroundResponse(Guid.NewGuid(), "")
                },
            ])
        {
            var text = ids.Seal(made)!;
            Assert.DoesNotContain("team-a", text, StringComparison.Ordinal);
            Assert.Equal(made, ids.Open(SealedIdPurpose.Response, Owner, text));
        }
    }

    [Fact]
    public void An_id_that_was_handed_out_before_there_were_accounts_opens_and_is_still_given_for_its_thing()
    {
        const string before =
            "resp_AYAZfnBiwpqG_rD_Xory0yyCo9YTA6fp-pCeonyUzDgmlN7XJliLIXDBtVXH6Vssos7r_CusC77mJm2hMqqegN3J1XOkxuW"
            + "dTg";
        Assert.Equal(Made(), ids.Open(SealedIdPurpose.Response, Owner, before));
        Assert.Equal(before, ids.Seal(Made()));
    }

    [Fact]
    public void The_same_thing_has_the_same_id_and_another_thing_another()
    {
        Assert.Equal(ids.Seal(Made()), ids.Seal(Made()));
        Assert.NotEqual(ids.Seal(Made()), ids.Seal(Made() with { NativeId = "resp_other" }));
    }

    [Theory]
    [InlineData("acme", "other")]
    [InlineData("other", "web")]
    public void It_does_not_exist_for_others(string organization, string project)
    {
        var text = ids.Seal(Made())!;
        var other = new ProjectRules { Name = project, Organization = organization };

        Assert.Null(ids.Open(SealedIdPurpose.Response, other, text));
    }

    [Fact]
    public void It_does_not_exist_under_another_key_or_for_another_purpose()
    {
        var text = ids.Seal(Made())!;

        Assert.Null(new SealedIds(new GatewayOptions()).Open(SealedIdPurpose.Response, Owner, text));
        Assert.Null(ids.Open(SealedIdPurpose.File, Owner, text));
        Assert.Null(ids.Open(SealedIdPurpose.File, Owner, "file-" + text["resp_".Length..]));
    }

    [Fact]
    public void A_changed_id_and_one_that_is_none_do_not_open()
    {
        var text = ids.Seal(Made())!;
        for (var i = 0; i < text.Length; i++)
        {
            // A different character at each place: of the last one some bits do not count, so two letters apart.
            var changed = new StringBuilder(text) { [i] = text[i] == 'A' ? 'Q' : 'A' }.ToString();
            Assert.Null(ids.Open(SealedIdPurpose.Response, Owner, changed));
        }

        var tooLong = "resp_" + new string('A', 5000);
        foreach (var wrong in (string[])["", "resp_", "resp_AAAA", "resp_é", tooLong, text[..^4]])
            Assert.Null(ids.Open(SealedIdPurpose.Response, Owner, wrong));
    }

    [Fact]
    public void An_id_that_is_too_long_to_be_one_is_not_sealed()
    {
        Assert.Null(ids.Seal(Made() with { NativeId = new string('x', 1024) }));
        Assert.Null(ids.Seal(Made() with { NativeId = new string('x', 100_000) }));
        Assert.NotNull(ids.Seal(Made() with { NativeId = new string('x', 900) }));
    }

    private static SealedId Made() => new(SealedIdPurpose.Response, "acme", "web", "openai", "resp_native");
}
