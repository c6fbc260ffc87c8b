using System.Collections.Immutable;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;
using Godwit.Policy.Tests.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Snapshot;

/// <summary>Credentials as the data plane gets them.</summary>
public sealed class ProviderCredentialTests
{
    private const string Aws =
        """{"parts":{"access_key_id":{"env":"A"},"secret_access_key":{"env":"B"}},"cloud_region":"eu-west-1"}""";

    [Fact]
    public void Each_credential_has_its_place_name_and_scheme_and_the_catalogs_settings()
    {
        var credentials = Compile(
            """{"catalog":"cloud","credentials":[{"env":"K"},"""
            + """{"name":"aws","parts":{"access_key_id":{"env":"A"},"secret_access_key":{"env":"B"}}},""" + Aws + "]}",
            Whole("key"), Pair("id", "secret"), Pair("id", "secret"));
        Assert.Equal([(1, "#1"), (2, "aws"), (3, "#3")], credentials.Select(c => (c.Ordinal, c.Name)));
        Assert.Equal("Bearer key", credentials[0].Header!.Value.Reveal());
        Assert.Null(credentials[1].Header);
        Assert.Equal(
            (CredentialScheme.AwsSigV4, "bedrock", "us-east-1"),
            (credentials[1].Scheme, credentials[1].Service, credentials[1].CloudRegion));
        Assert.Equal("eu-west-1", credentials[2].CloudRegion);
        Assert.Equal("secret", credentials[2].Reveal(CredentialForm.SecretAccessKey));
    }

    [Fact]
    public void A_credential_that_was_not_found_is_left_out_and_the_others_keep_their_places()
    {
        var credentials = Compile(
            """{"catalog":"cloud","credentials":[{"env":"A"},{"env":"B"}]}""", null, Whole("second"));
        Assert.Equal(2, Assert.Single(credentials).Ordinal);
    }

    [Fact]
    public void The_same_credential_has_the_same_identity_and_another_one_another()
    {
        const string spec = """{"catalog":"cloud","credential":{"env":"A"}}""";
        var one = Compile(spec, Whole("key")).Single().Identity;
        Assert.Equal(one, Compile(spec, Whole("key")).Single().Identity);
        Assert.NotEqual(one, Compile(spec, Whole("yek")).Single().Identity);
        Assert.DoesNotContain("key", one, StringComparison.Ordinal);
        const string aws = """{"catalog":"cloud","credential":""" + Aws + "}";
        Assert.NotEqual(
            Compile(aws, Pair("ab", "c")).Single().Identity, Compile(aws, Pair("a", "bc")).Single().Identity);
    }

    [Fact]
    public void A_key_travels_as_the_door_takes_it_and_a_signature_as_ever()
    {
        var door = TestCatalog.Alpha.Auth with { Scheme = CredentialScheme.Header, Header = "x-api-key" };
        var key = Compile("""{"catalog":"cloud","credential":{"env":"A"}}""", Whole("key")).Single();
        Assert.Equal(("x-api-key", "key"), (key.HeaderAt(door)!.Name, key.HeaderAt(door)!.Value.Reveal()));
        Assert.Equal("Bearer key", key.HeaderAt(null)!.Value.Reveal());
        var signing = Compile("""{"catalog":"cloud","credential":""" + Aws + "}", Pair("id", "secret")).Single();
        Assert.Null(signing.HeaderAt(door));
    }

    private static Dictionary<string, Secret> Whole(string text) => new() { [CredentialForm.Whole] = new(text) };

    private static Dictionary<string, Secret> Pair(string id, string secret) => new()
    {
        [CredentialForm.AccessKeyId] = new(id), [CredentialForm.SecretAccessKey] = new(secret),
    };

    private static ImmutableArray<ProviderCredential> Compile(
        string spec, params IReadOnlyDictionary<string, Secret>?[] secrets)
    {
        var errors = new List<ConfigurationError>();
        var set = CredentialSamples.Bind(spec, errors);
        Assert.Empty(errors);
        return SnapshotCompiler.Compile(set, CredentialSamples.Set, _ => new ProviderSecrets(secrets), 1, "h", default)
            .Providers.Single().Credentials;
    }
}
