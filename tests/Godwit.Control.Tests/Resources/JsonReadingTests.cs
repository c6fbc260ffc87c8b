using Godwit.Control.Resources.Reading;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Control.Tests.Resources;

/// <summary>JSON files, request bodies and stored specs.</summary>
public class JsonReadingTests
{
    [Fact]
    public void Errors_in_json_have_their_place_too()
    {
        const string json =
            "{\"kind\": \"Provider\", \"name\": \"p\",\n \"spec\": {\"catalog\": \"openai\",\n  \"http2\": \"true\"}}";
        var errors = new List<ConfigurationError>();
        ConfigurationBinder.Bind(ResourceReader.ReadText(json, "p.json", errors), errors);

        Assert.Equal(
            "p.json:3:12 Provider/p spec.http2: 'true' is not accepted here; accepted: true, false",
            Assert.Single(errors).ToString());
    }

    [Theory]
    [InlineData("""{"kind":"Route",}""")]
    [InlineData("")]
    [InlineData("""{"kind":"Route"} {}""")]
    public void What_is_not_json_is_an_error(string json)
    {
        var errors = new List<ConfigurationError>();

        Assert.Empty(ResourceReader.ReadJson(json, errors));
        Assert.Contains("is not JSON", Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stored_spec_comes_back_as_it_was()
    {
        const string spec = """{"catalog":"openai","models":[{"name":"NO","operations":["chat"]}],"connect_timeout_ms":700,"simulated":true}""";
        var document = ResourceReader.FromStore(ResourceKind.Provider, "p", 4, spec, [])!;

        Assert.Equal(spec, ConfigurationBinder.CanonicalJson(document));
        Assert.Equal(4, document.Version);
        Assert.Equal(0, document.Spec.Line);
    }
}
