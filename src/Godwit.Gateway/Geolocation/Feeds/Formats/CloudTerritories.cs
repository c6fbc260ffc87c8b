using System.Collections.Frozen;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds.Formats;

/// <summary>
/// The territory that each cloud region is in, after the clouds' own lists of regions. A region that is not here is
/// hosting without a territory.
/// </summary>
internal static class CloudTerritories
{
    private const string Aws = """
        US us-east-1 us-east-2 us-west-1 us-west-2 us-gov-east-1 us-gov-west-1
        CA ca-central-1 ca-west-1
        MX mx-central-1
        BR sa-east-1
        IE eu-west-1
        GB eu-west-2
        FR eu-west-3
        DE eu-central-1 eusc-de-east-1
        CH eu-central-2
        SE eu-north-1
        IT eu-south-1
        ES eu-south-2
        BH me-south-1
        AE me-central-1
        IL il-central-1
        ZA af-south-1
        HK ap-east-1
        TW ap-east-2
        IN ap-south-1 ap-south-2
        JP ap-northeast-1 ap-northeast-3
        KR ap-northeast-2
        SG ap-southeast-1
        AU ap-southeast-2 ap-southeast-4
        ID ap-southeast-3
        MY ap-southeast-5
        NZ ap-southeast-6
        TH ap-southeast-7
        CN cn-north-1 cn-northwest-1
        """;

    private const string Google = """
        US us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4
        CA northamerica-northeast1 northamerica-northeast2
        MX northamerica-south1
        BR southamerica-east1
        CL southamerica-west1
        BE europe-west1
        GB europe-west2
        DE europe-west3 europe-west10
        NL europe-west4
        CH europe-west6
        IT europe-west8 europe-west12
        FR europe-west9
        FI europe-north1
        SE europe-north2
        PL europe-central2
        ES europe-southwest1
        QA me-central1
        SA me-central2
        IL me-west1
        ZA africa-south1
        TW asia-east1
        HK asia-east2
        JP asia-northeast1 asia-northeast2
        KR asia-northeast3
        IN asia-south1 asia-south2
        SG asia-southeast1
        ID asia-southeast2
        AU australia-southeast1 australia-southeast2
        """;

    private const string Azure = """
        US eastus eastus2 centralus northcentralus southcentralus westcentralus westus westus2 westus3
        CA canadacentral canadaeast
        MX mexicocentral
        BR brazilsouth brazilsoutheast
        IE northeurope
        NL westeurope
        GB uksouth ukwest
        FR francecentral francesouth
        DE germanywestcentral germanynorth
        CH switzerlandnorth switzerlandwest
        NO norwayeast norwaywest
        SE swedencentral swedensouth
        PL polandcentral
        IT italynorth
        ES spaincentral
        AE uaenorth uaecentral
        QA qatarcentral
        IL israelcentral
        ZA southafricanorth southafricawest
        HK eastasia
        SG southeastasia
        JP japaneast japanwest
        KR koreacentral koreasouth
        IN centralindia southindia westindia
        AU australiaeast australiasoutheast australiacentral australiacentral2
        NZ newzealandnorth
        CN chinaeast chinaeast2 chinaeast3 chinanorth chinanorth2 chinanorth3
        """;

    private const string Oracle = """
        US us-ashburn-1 us-phoenix-1 us-sanjose-1 us-chicago-1
        CA ca-toronto-1 ca-montreal-1
        MX mx-queretaro-1 mx-monterrey-1
        BR sa-saopaulo-1 sa-vinhedo-1
        CL sa-santiago-1 sa-valparaiso-1
        CO sa-bogota-1
        GB uk-london-1 uk-cardiff-1
        NL eu-amsterdam-1
        DE eu-frankfurt-1
        CH eu-zurich-1
        FR eu-paris-1 eu-marseille-1
        ES eu-madrid-1
        IT eu-milan-1
        SE eu-stockholm-1
        IL il-jerusalem-1
        SA me-jeddah-1 me-riyadh-1
        AE me-dubai-1 me-abudhabi-1
        ZA af-johannesburg-1
        JP ap-tokyo-1 ap-osaka-1
        KR ap-seoul-1 ap-chuncheon-1
        IN ap-mumbai-1 ap-hyderabad-1
        SG ap-singapore-1 ap-singapore-2
        AU ap-sydney-1 ap-melbourne-1
        """;

    private static readonly FrozenDictionary<(FeedFormat, string), TerritoryCode> ByRegion =
        new[]
        {
            (FeedFormat.AwsRanges, Aws), (FeedFormat.GoogleRanges, Google), (FeedFormat.AzureRanges, Azure),
            (FeedFormat.OracleRanges, Oracle),
        }
        .SelectMany(cloud => cloud.Item2.Split('\n', StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' '))
            .SelectMany(words => words[1..].Select(
                region => (Key: (cloud.Item1, region), Territory: TerritoryCode.Parse(words[0])))))
        .ToFrozenDictionary(entry => entry.Key, entry => entry.Territory);

    /// <summary>The territory of a region; none when it is not known.</summary>
    public static TerritoryCode Of(FeedFormat cloud, string region) => ByRegion.GetValueOrDefault((cloud, region));
}
