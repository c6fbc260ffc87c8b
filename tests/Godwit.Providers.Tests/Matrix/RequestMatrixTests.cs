using Godwit.Policy.Catalog;
using Xunit;

namespace Godwit.Providers.Tests.Matrix;

/// <summary>Every client dialect to every provider dialect, feature by feature, one golden each.</summary>
public sealed class RequestMatrixTests
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var client in Translator.Clients)
            {
                foreach (var provider in Translator.Providers.Where(provider => provider != client))
                {
                    foreach (var feature in MatrixFeature.All.Where(one => Translator.Has(client, one)))
                    {
                        cases.Add(client.ToString(), provider.ToString(), feature.Name);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_request_is_translated(string clientName, string providerName, string featureName)
    {
        var (client, provider) = (Enum.Parse<Dialect>(clientName), Enum.Parse<Dialect>(providerName));
        var feature = MatrixFeature.All.Single(one => one.Name == featureName);
        var body = Translator.ClientBody(client, feature);
        var request = Translator.Read(client, body, feature.Name == "stream");
        var sent = Translator.Write(request, provider, out var losses);
        var golden = GoldenFile.Load("Matrix", Path.Combine(
            "requests", $"{Translator.NameOf(client)}--{Translator.NameOf(provider)}", feature.Name + ".txt"));
        golden.Expect("client", Translator.Pretty(body));
        golden.Expect("provider", Translator.Pretty(sent));
        golden.Expect("losses", GoldenFile.Describe(losses));
        golden.Save();
        if (losses.Losses.Count == 0 && Translator.Clients.Contains(provider))
        {
            // What is said to be whole is found whole again on the other side.
            Assert.Equal(
                NeutralText.Of(request), NeutralText.Of(Translator.Read(provider, sent, request.Stream)));
        }
    }
}
